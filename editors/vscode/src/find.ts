/**
 * Where gofix20 is looked for. What comes from the machine's own settings comes first, then what belongs to the
 * project that is open, then what the user's shell would run.
 */

import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

export interface Places {
	/** The setting `gofix20.path`, as the user wrote it; empty if it is not set. */
	setting: string;
	/** The workspace's folders, for their virtual environments: none where the workspace is not trusted. */
	folders: readonly string[];
	/** PATH. */
	path: string;
	home: string;
	platform: NodeJS.Platform;
}

export type Finding =
	| { kind: "found"; command: string; from: "setting" | "environment" | "path" }
	| { kind: "missing"; reason: string };

/** The usual names of a project's virtual environment. */
const ENVIRONMENTS = [".venv", "venv"];

export async function find(places: Places): Promise<Finding> {
	const windows = places.platform === "win32";
	const name = windows ? "gofix20.exe" : "gofix20";

	// Whoever wrote a path means that one: to run another instead would hide the mistake.
	if (places.setting.trim() !== "") {
		const command = places.setting.trim().replace(/^~(?=[/\\])/, places.home);
		if (!isAbsolute(command)) {
			return missing(`The setting gofix20.path is not an absolute path: ${command}`);
		}
		if (!(await runs(command))) {
			return missing(`The setting gofix20.path is not a program: ${command}`);
		}
		return { kind: "found", command, from: "setting" };
	}
	for (const folder of places.folders) {
		for (const environment of ENVIRONMENTS) {
			const command = join(folder, environment, windows ? "Scripts" : "bin", name);
			if (await runs(command)) {
				return { kind: "found", command, from: "environment" };
			}
		}
	}
	// An empty or relative entry of PATH means the current directory, which may be anybody's.
	for (const directory of places.path.split(delimiter).filter((entry) => isAbsolute(entry))) {
		const command = join(directory, name);
		if (await runs(command)) {
			return { kind: "found", command, from: "path" };
		}
	}
	return missing("gofix20 is not installed: neither in a virtual environment of the workspace nor on PATH.");
}

function missing(reason: string): Finding {
	return { kind: "missing", reason };
}

async function runs(file: string): Promise<boolean> {
	try {
		await access(file, constants.X_OK);
		// A directory is "executable" too.
		return (await stat(file)).isFile();
	} catch {
		return false;
	}
}
