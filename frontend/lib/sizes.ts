const UNITS = ["octet", "ko", "Mo", "Go"];

/** Return a size as people read it: "2,3 Mo". */
export function fileSize(octets: number): string {
  let [size, rank] = [octets, 0];
  while (size >= 999.5 && rank < UNITS.length - 1) [size, rank] = [size / 1000, rank + 1];
  const number = size.toLocaleString("fr", { maximumFractionDigits: size < 10 && rank > 0 ? 1 : 0 });
  return `${number}\u00a0${UNITS[rank]}${rank === 0 && size > 1 ? "s" : ""}`;
}
