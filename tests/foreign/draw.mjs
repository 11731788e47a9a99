// What a drawing draws, in another language: node draw.mjs LIST SEED SIZE (docs/drawing.md, "The rule").
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const [listed, seed, size] = process.argv.slice(2);
const ONE = 10n ** 50n, GUARD = 10n ** 80n; // units of -ln(h) and of a key; units in between

const artanh = (y) => {
  let sum = 0n;
  for (let n = 1n, power = y; power !== 0n; n += 2n, power = (power * y * y) / GUARD ** 2n) sum += power / n;
  return sum;
};
const LN2 = 2n * artanh(GUARD / 3n);
const minusLn = (hash) => { // ln(2^256 / H) = (256 - b) ln 2 + ln(2^b / H), where H has b bits; ln x = 2 artanh((x-1)/(x+1))
  const bits = BigInt(hash.toString(2).length), two = 2n ** bits;
  return (((256n - bits) * LN2 + 2n * artanh(((two - hash) * GUARD) / (two + hash))) * ONE + GUARD / 2n) / GUARD;
};
const cells = (line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) => cell).slice(0, 3);
const [head, ...lines] = readFileSync(listed, "utf8").trimEnd().split("\n").map(cells), equal = head[1] === "equal";
const units = lines.filter(([, , why]) => !why);
const order = units.map(([id, weight]) => {
  const [top, bottom = 1n] = weight.split("/").map(BigInt);
  const text = `${seed},${id.replace(/^"|"$/g, "").replaceAll('""', '"')}`;
  const hash = createHash("sha256").update(text).digest("hex"), number = BigInt("0x" + hash);
  const scaled = equal ? number * ONE : minusLn(number) * bottom, under = equal ? 2n ** 256n : top;
  return { id, weight, hash, scaled, under, key: (scaled / under).toString().padStart(51, "0") };
}).sort((a, b) => (a.scaled * b.under < b.scaled * a.under ? -1 : 1)).slice(0, Number(size));
const rows = order.map((d, at) => [at + 1, d.id, d.hash, d.weight, `${d.key.slice(0, -50)}.${d.key.slice(-50)}`].join());
console.log(["place,station,hash,weight,key", ...rows].join("\n"));
