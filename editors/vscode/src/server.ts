/** The language server's life: found, started, stopped, started again; and the reason when it cannot be. */

import { once } from "node:events";
import { homedir } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import {
	commands,
	type Disposable,
	LogLevel,
	type LogOutputChannel,
	type MessageItem,
	window,
	workspace,
} from "vscode";
import {
	State as ClientState,
	CloseAction,
	ExecuteCommandRequest,
	LanguageClient,
	type ServerCapabilities,
	type StaticFeature,
} from "vscode-languageclient/node";
import { find } from "./find.ts";
import type { State, Status } from "./status.ts";

/** What the server tells of itself. */
interface Told {
	state: "busy" | "ok" | "error";
	message: string;
}

const TOLD = { busy: "busy", ok: "running", error: "troubled" } as const;

interface Offer extends MessageItem {
	command: string;
	argument?: string;
}

/** A client whose complaints about a server that never came up are left to us: it has several of them for one cause. */
class Client extends LanguageClient {
	ran = false;

	override error(message: string, data?: unknown, notify: boolean | "force" = true): void {
		super.error(message, data, this.ran && notify);
	}
}

export class Server implements Disposable {
	readonly #log: LogOutputChannel;
	readonly #status: Status;
	readonly #commands: ReadonlySet<string>;
	#client: Client | undefined;
	#lastWords = "";
	/** That the server has no more to say. */
	#silence: Promise<unknown> = Promise.resolve();
	/** Starts and stops happen one after the other: a start in the middle of a stop would leave an orphan. */
	#queue: Promise<void> = Promise.resolve();

	/** `commands` are those of the server's that the extension registers itself, to say something while none runs. */
	constructor(log: LogOutputChannel, status: Status, commands: ReadonlySet<string>) {
		this.#log = log;
		this.#status = status;
		this.#commands = commands;
	}

	restart(): Promise<void> {
		this.#queue = this.#queue.then(async () => {
			await this.#stop();
			await this.#start();
		});
		return this.#queue;
	}

	stop(): Promise<void> {
		this.#queue = this.#queue.then(() => this.#stop());
		return this.#queue;
	}

	dispose(): void {
		void this.stop();
	}

	/** Have the server carry out a command of its own. */
	async execute(command: string, ...args: unknown[]): Promise<unknown> {
		await this.#queue;
		if (!this.#client) {
			throw new Error("gofix20 is not running.");
		}
		// One that has just died is coming back.
		await this.#client.start();
		return this.#client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args });
	}

	async #start(): Promise<void> {
		this.#status.show({ kind: "starting" });
		const finding = await find({
			setting: workspace.getConfiguration("gofix20").get("path", ""),
			// Restricted Mode does not load this extension, unless the user's own `extensions.supportUntrustedWorkspaces`
			// says so: even then nothing is run that the workspace brings along.
			folders: workspace.isTrusted ? (workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath) : [],
			path: process.env.PATH ?? "",
			home: homedir(),
			platform: process.platform,
		});
		if (finding.kind === "missing") {
			this.#fail({ kind: "missing", reason: finding.reason });
			return;
		}
		this.#log.info(`Starting ${finding.command} lsp (from ${finding.from})`);
		this.#lastWords = "";
		const client = this.#connect(finding.command);
		this.#client = client;
		try {
			await client.start();
		} catch (error) {
			this.#client = undefined;
			// What the process said is of more use than "connection got disposed", and comes later.
			await Promise.race([this.#silence, setTimeout(1000)]);
			const reason = this.#lastWords || String(error);
			this.#fail({ kind: "failed", reason: `${finding.command} lsp does not start: ${reason}` });
			await client.dispose().catch(() => undefined);
		}
	}

	async #stop(): Promise<void> {
		const client = this.#client;
		this.#client = undefined;
		await client?.dispose().catch((error) => this.#log.error(`Stopping: ${error}`));
		this.#status.show({ kind: "stopped" });
	}

	#connect(command: string): Client {
		const settings = workspace.getConfiguration("gofix20");
		const client: Client = new Client(
			"gofix20",
			"gofix20",
			{ command, args: this.#log.logLevel <= LogLevel.Debug ? ["lsp", "--verbose"] : ["lsp"] },
			{
				documentSelector: [{ scheme: "file", language: "go" }],
				outputChannel: this.#log,
				initializationOptions: {
					statusNotification: true,
					go: settings.get("go"),
					// The user's own word: what a workspace says comes later, and can only narrow this.
					unsafeFixes: settings.inspect("unsafeFixes")?.globalValue ?? true,
				},
				middleware: {
					workspace: {
						// Not what the server is started with.
						configuration: async (params, token, next) => {
							const answers = await next(params, token);
							return Array.isArray(answers) ? answers.map(({ path, go, ...others }) => others) : answers;
						},
					},
				},
				initializationFailedHandler: () => false,
				errorHandler: {
					error: (...what) => usual.error(...what),
					// What did not come up once does not come up the fifth time.
					closed: () => (client.ran ? usual.closed() : { action: CloseAction.DoNotRestart, handled: true }),
				},
				stdioOptions: {
					stdout: () => undefined,
					stderr: (stream) => {
						const lines = createInterface(stream).on("line", (line) => this.#said(line));
						this.#silence = once(lines, "close");
					},
				},
			},
		);
		const usual = client.createDefaultErrorHandler();
		client.registerFeature(without(this.#commands));
		client.onDidChangeState(({ newState }) => {
			if (this.#client !== client) {
				return;
			}
			client.ran ||= newState === ClientState.Running;
			this.#status.show(shown(newState, command));
		});
		client.onNotification("gofix20/status", ({ state, message }: Told) => {
			if (this.#client === client) {
				this.#status.show({ kind: TOLD[state], command, said: message });
			}
		});
		return client;
	}

	/** Log a line of the server's: its own time and level are the log's, once is enough. */
	#said(line: string): void {
		const [, level, text = line] = /^\S+ \S+ (DEBUG|INFO|WARNING|ERROR|CRITICAL) (.*)$/.exec(line) ?? [];
		switch (level) {
			case "DEBUG":
				this.#log.debug(text);
				break;
			case "WARNING":
				this.#log.warn(text);
				break;
			case "ERROR":
			case "CRITICAL":
				this.#log.error(text);
				break;
			default:
				this.#log.info(text);
		}
		this.#lastWords = text;
	}

	#fail(state: State & { reason: string }): void {
		this.#status.show(state);
		this.#log.error(state.reason);
		const install: Offer = { title: "How to Install", command: "gofix20.install" };
		const path: Offer = { title: "Set the Path", command: "workbench.action.openSettings", argument: "gofix20.path" };
		const log: Offer = { title: "Show Log", command: "gofix20.showLog" };
		const more = state.kind === "missing" ? path : log;
		void window.showWarningMessage(state.reason, install, more).then((choice) => {
			if (choice) {
				void commands.executeCommand(choice.command, choice.argument);
			}
		});
	}
}

function shown(state: ClientState, command: string): State {
	switch (state) {
		case ClientState.Running:
			return { kind: "running", command };
		case ClientState.Starting:
			return { kind: "starting" };
		default:
			return { kind: "stopped" };
	}
}

/** Keep the client from registering these commands of the server's, as it does with all that it is told of. */
function without(commands: ReadonlySet<string>): StaticFeature {
	return {
		fillClientCapabilities: () => undefined,
		preInitialize: ({ executeCommandProvider }: ServerCapabilities) => {
			if (executeCommandProvider) {
				executeCommandProvider.commands = executeCommandProvider.commands.filter((name) => !commands.has(name));
			}
		},
		initialize: () => undefined,
		getState: () => ({ kind: "static" }),
		clear: () => undefined,
	};
}
