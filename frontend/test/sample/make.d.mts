export function sample(): { pointer: Record<string, unknown>; files: Record<string, Record<string, unknown>> };
