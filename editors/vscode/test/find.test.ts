import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { type Finding, find, type Places } from "../src/find.ts";

let root = "";

beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), "gofix20-find-"));
});

afterEach(async () => {
	await rm(root, { recursive: true });
});

/** Make a file that can be run, and give its path. */
async function program(...parts: string[]): Promise<string> {
	const file = join(root, ...parts);
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, "#!/bin/sh\n");
	await chmod(file, 0o755);
	return file;
}

function look(places: Partial<Places>): Promise<Finding> {
	return find({ setting: "", folders: [], path: "", home: root, platform: "linux", ...places });
}

function reason(finding: Finding): string {
	assert.equal(finding.kind, "missing");
	return finding.kind === "missing" ? finding.reason : "";
}

test("the setting comes before the environment, and that before PATH", async () => {
	const setting = await program("mine", "gofix20");
	const environment = await program("work", ".venv", "bin", "gofix20");
	const path = await program("bin", "gofix20");
	const places = { setting, folders: [join(root, "work")], path: dirname(path) };
	assert.deepEqual(await look(places), { kind: "found", command: setting, from: "setting" });
	assert.deepEqual(await look({ ...places, setting: "" }), {
		kind: "found",
		command: environment,
		from: "environment",
	});
	assert.deepEqual(await look({ ...places, setting: "", folders: [] }), {
		kind: "found",
		command: path,
		from: "path",
	});
});

test("a setting that is wrong is said to be, and nothing else is run instead", async () => {
	const path = dirname(await program("bin", "gofix20"));
	assert.match(reason(await look({ setting: "/nowhere/gofix20", path })), /not a program: \/nowhere\/gofix20/);
	assert.match(reason(await look({ setting: "bin/gofix20", path })), /not an absolute path: bin\/gofix20/);
	assert.match(reason(await look({ setting: path, path })), /not a program/);
});

test("a setting may begin at home, and may have spaces around it", async () => {
	const command = await program("tools", "gofix20");
	assert.deepEqual(await look({ setting: " ~/tools/gofix20 " }), { kind: "found", command, from: "setting" });
});

test("each folder of the workspace is looked at, by both names of an environment", async () => {
	const command = await program("second", "venv", "bin", "gofix20");
	const folders = [join(root, "first"), join(root, "second")];
	assert.deepEqual(await look({ folders }), { kind: "found", command, from: "environment" });
});

test("on Windows an environment has other names", async () => {
	const command = await program("work", ".venv", "Scripts", "gofix20.exe");
	const finding = await look({ folders: [join(root, "work")], platform: "win32" });
	assert.deepEqual(finding, { kind: "found", command, from: "environment" });
});

test("what cannot be run is passed over, and so is a directory of that name", async () => {
	await mkdir(join(root, "a", "gofix20"), { recursive: true });
	await chmod(await program("b", "gofix20"), 0o644);
	const command = await program("c", "gofix20");
	const path = ["a", "b", "c"].map((name) => join(root, name)).join(delimiter);
	assert.deepEqual(await look({ path }), { kind: "found", command, from: "path" });
});

test("entries of PATH that mean the current directory are not followed", async (context) => {
	const here = dirname(await program("here", "gofix20"));
	const before = process.cwd();
	process.chdir(here);
	context.after(() => process.chdir(before));
	assert.match(reason(await look({ path: ["", ".", "../here"].join(delimiter) })), /not installed/);
});

test("where it is nowhere, the reason says where it was looked for", async () => {
	assert.match(reason(await look({})), /neither in a virtual environment of the workspace nor on PATH/);
});
