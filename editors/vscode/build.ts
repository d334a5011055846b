/** Bundles the extension, and writes the licences of all that the bundle has of others beside it. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { metafile } = await build({
	entryPoints: ["src/extension.ts"],
	outfile: "dist/extension.cjs",
	bundle: true,
	minify: true,
	platform: "node",
	format: "cjs",
	target: "node20",
	external: ["vscode"],
	metafile: true,
});

const others = new Set<string>();
for (const file of Object.keys(metafile.inputs)) {
	const [directory] = /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+/.exec(file) ?? [];
	if (directory) {
		others.add(directory);
	}
}
const notices = [...others].sort().map((directory) => {
	const { name, version } = JSON.parse(readFileSync(`${directory}/package.json`, "utf8"));
	const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
	if (!file) {
		throw new Error(`${name} has no licence to pass on`);
	}
	return `${name} ${version}\n\n${readFileSync(`${directory}/${file}`, "utf8").trim()}\n`;
});
writeFileSync("dist/NOTICES.txt", notices.join(`\n${"-".repeat(80)}\n\n`));
