/** How gofix20 is installed: the command is typed into a terminal but not run, for the user to read and decide. */

import { window } from "vscode";

const PACKAGE = '"gofix20[go,lsp]"';

export async function install(): Promise<void> {
	const environment =
		process.platform === "win32"
			? `py -m venv .venv; .venv\\Scripts\\python -m pip install ${PACKAGE}`
			: `python3 -m venv .venv && .venv/bin/python -m pip install ${PACKAGE}`;
	const ways = [
		{ label: "In a virtual environment of this workspace", detail: environment },
		{ label: "For all workspaces, with pipx", detail: `pipx install ${PACKAGE}` },
	];
	const way = await window.showQuickPick(ways, {
		title: "Install gofix20 (needs Python 3.11 or newer), then run “gofix20: Restart”",
		placeHolder: "The command is typed into a terminal; press Enter there to run it",
	});
	if (way) {
		const terminal = window.createTerminal("Install gofix20");
		terminal.show();
		terminal.sendText(way.detail, false);
	}
}
