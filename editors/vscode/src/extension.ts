/** What VS Code calls: the commands, the status item and the language server are put together here. */

import { commands, type ExtensionContext, window, workspace } from "vscode";
import { install } from "./install.ts";
import { Server } from "./server.ts";
import { Status } from "./status.ts";

/** Settings that count when the server starts; the others it asks for whenever one changes. */
const STARTED_WITH = ["gofix20.path", "gofix20.go", "gofix20.unsafeFixes"];

let server: Server | undefined;

export function activate(context: ExtensionContext): void {
	const log = window.createOutputChannel("gofix20", { log: true });
	const status = new Status();
	const own: Record<string, () => unknown> = {
		"gofix20.applyAll": () => ask("gofix20.applyAll"),
		"gofix20.showReport": () => ask("gofix20.showReport"),
		"gofix20.restart": () => server?.restart(),
		"gofix20.showLog": () => log.show(),
		"gofix20.install": install,
	};
	const running = new Server(log, status, new Set(Object.keys(own)));
	server = running;
	async function ask(command: string): Promise<void> {
		try {
			await running.execute(command);
		} catch (error) {
			void window.showErrorMessage(error instanceof Error ? error.message : String(error));
		}
	}
	context.subscriptions.push(
		log,
		status,
		...Object.entries(own).map(([name, run]) => commands.registerCommand(name, run)),
		workspace.onDidGrantWorkspaceTrust(() => running.restart()),
		workspace.onDidChangeConfiguration((change) => {
			if (STARTED_WITH.some((name) => change.affectsConfiguration(name))) {
				void running.restart();
			}
		}),
	);
	void running.restart();
}

/** The server is asked to end, and waited for: VS Code gives it some seconds. */
export function deactivate(): Promise<void> | undefined {
	return server?.stop();
}
