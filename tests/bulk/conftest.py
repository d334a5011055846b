"""What the tests of bulk migration share: servers to speak to."""

from tests.bulk.servers.fixtures import api_description, forge_server, server_clock

__all__ = ["api_description", "forge_server", "server_clock"]
