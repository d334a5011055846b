/** The item in the status bar: one look tells whether findings can be expected, one click what to do about it. */

import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from "vscode";

export type State =
	| { kind: "starting" }
	/** `said` is what the server told last: what it is looking at, what it found, what is wrong. */
	| { kind: "running" | "busy" | "troubled"; command: string; said?: string }
	| { kind: "stopped" }
	/** gofix20 is not there. */
	| { kind: "missing"; reason: string }
	/** It is there, and does not start. */
	| { kind: "failed"; reason: string };

const ICONS = {
	starting: "$(loading~spin)",
	running: "$(check)",
	busy: "$(loading~spin)",
	troubled: "$(warning)",
	stopped: "$(circle-slash)",
	missing: "$(warning)",
	failed: "$(error)",
};

export class Status implements Disposable {
	readonly #item = window.createStatusBarItem("gofix20.status", StatusBarAlignment.Right, 0);

	constructor() {
		this.#item.name = "gofix20";
		this.show({ kind: "stopped" });
		this.#item.show();
	}

	show(state: State): void {
		const wrong = state.kind === "missing" || state.kind === "failed" || state.kind === "troubled";
		this.#item.text = `${ICONS[state.kind]} gofix20`;
		this.#item.command = state.kind === "missing" ? "gofix20.install" : "gofix20.showLog";
		// An undefined colour is the theme's usual one.
		this.#item.backgroundColor = wrong ? new ThemeColor("statusBarItem.warningBackground") : undefined;
		this.#item.tooltip = tooltip(state);
	}

	dispose(): void {
		this.#item.dispose();
	}
}

function tooltip(state: State): MarkdownString {
	const text = new MarkdownString("", true);
	// Only these: what the text says may come from a file's name.
	text.isTrusted = {
		enabledCommands: ["gofix20.restart", "gofix20.showLog", "gofix20.showReport", "gofix20.install"],
	};
	const links = ["[Restart](command:gofix20.restart)", "[Log](command:gofix20.showLog)"];
	switch (state.kind) {
		case "running":
		case "busy":
		case "troubled":
			text.appendMarkdown(plain(`${state.command}${state.said ? `\n\n${state.said}` : ""}`));
			links.unshift("[Report](command:gofix20.showReport)");
			break;
		case "missing":
		case "failed":
			text.appendMarkdown(plain(state.reason));
			links.unshift("[How to install](command:gofix20.install)");
			break;
		default:
			text.appendMarkdown(state.kind === "starting" ? "Starting" : "Not running");
	}
	return text.appendMarkdown(`\n\n${links.join(" · ")}`);
}

/** What Markdown takes for text. `appendText` would do, but makes every space one that no line is broken at. */
function plain(text: string): string {
	return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&$]/g, "\\$&");
}
