/** Where the system put its interface: up the frames, then up from whoever opened the window. */

const MOST_HOPS = 12;

export function findApi<Api>(name: string, from: Window = window): Api | null {
  return up<Api>(name, from) || opened<Api>(name, from);
}

function up<Api>(name: string, from: Window): Api | null {
  let frame = from;
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const api = look<Api>(name, frame);
    if (api) return api;
    const parent = frame.parent;
    if (!parent || parent === frame) return null;
    frame = parent;
  }
  return null;
}

function opened<Api>(name: string, from: Window): Api | null {
  let frame: Window | null = from;
  for (let hop = 0; hop < MOST_HOPS && frame; hop++) {
    const opener = openerOf(frame);
    const api = opener && up<Api>(name, opener);
    if (api) return api;
    frame = frame.parent === frame ? opener : frame.parent;
  }
  return null;
}

/** A frame of another origin, or a sandboxed one, throws at the first touch. */
function look<Api>(name: string, frame: Window): Api | null {
  try {
    return ((frame as unknown as { [name: string]: Api })[name] as Api) || null;
  } catch (error) {
    return null;
  }
}

function openerOf(frame: Window): Window | null {
  try {
    return (frame.opener as Window | null) || null;
  } catch (error) {
    return null;
  }
}
