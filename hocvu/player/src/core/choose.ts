/** Which file of a video suits the network. Knows no page. */

/** What a browser tells of its network; nothing where it does not know. */
export interface Network {
  saveData?: boolean;
  effectiveType?: string;
  /** Megabits per second. */
  downlink?: number;
}

/** Share of what the network carries that a video may take. */
const ROOM = 0.7;
const MOST_BY_TYPE: { [type: string]: number } = { "slow-2g": 0, "2g": 100, "3g": 500 };
/** Height that is enough where nothing is known of the network. */
const USUAL = 480;

/** Choose among rungs, the lightest first: address, height, kilobits per second. */
export function chooseRung(
  rungs: readonly [string, number, number][],
  network: Network | undefined,
): number {
  if (!network) return last(rungs, ([, height]) => height <= USUAL);
  if (network.saveData) return 0;
  const most = Math.min(
    network.downlink ? network.downlink * 1000 * ROOM : Infinity,
    MOST_BY_TYPE[network.effectiveType || ""] === undefined
      ? Infinity
      : MOST_BY_TYPE[network.effectiveType!]!,
  );
  return last(rungs, ([, , rate]) => rate <= most);
}

function last<Item>(items: readonly Item[], fits: (item: Item) => boolean): number {
  for (let place = items.length - 1; place > 0; place--) if (fits(items[place]!)) return place;
  return 0;
}
