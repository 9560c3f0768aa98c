// What the server is told of the settings: those that say something.

/** The settings of the server; `path` and `trace` are the editor's own business. */
const names = ["driver", "gpus", "host", "platform", "config", "select", "ignore", "preview"];

/** Settings as VS Code has them. An empty one is one that nobody has set, so that `.cudafit.toml` counts. */
export function told(settings: Record<string, unknown> | undefined): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const name of names) {
    const value = settings?.[name];
    const empty = value === undefined || value === null || value === "" || value === false;
    if (!empty && !(Array.isArray(value) && value.length === 0)) out[name] = value;
  }
  return out;
}
