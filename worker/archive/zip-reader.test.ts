import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LabError } from '../protocol/errors.ts';
import { crc32 } from '../../core/data/zip/crc32.ts';
import { archiveLimits, readZip } from './zip-reader.ts';

const zip = (entries: Record<string, Uint8Array>) => zipSync(entries);
const text = (value: string) => new TextEncoder().encode(value);

/** Writes into the directory's entry of a name. */
function patchDirectory(bytes: Uint8Array, name: string, write: (view: DataView, at: number) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0; at + 46 <= bytes.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    const length = view.getUint16(at + 28, true);
    if (new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)) === name) write(view, at);
  }
}

function refusal(read: () => unknown): LabError {
  try {
    read();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('crc32', () => {
  it('gives the check value of its definition', () => {
    expect(crc32(text('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array())).toBe(0);
  });
});

describe('readZip', () => {
  it('reads stored and deflated entries, and passes over folders', () => {
    const bytes = zipSync({
      'a.txt': [text('stored'), { level: 0 }],
      'dir/': new Uint8Array(),
      'dir/b.txt': text('deflated '.repeat(5000)),
      empty: new Uint8Array(),
    });
    const entries = readZip(bytes);
    expect([...entries.keys()]).toEqual(['a.txt', 'dir/b.txt', 'empty']);
    expect(new TextDecoder().decode(entries.get('a.txt')!.read())).toBe('stored');
    expect(entries.get('dir/b.txt')!.read()).toEqual(text('deflated '.repeat(5000)));
    expect(entries.get('empty')!.read()).toEqual(new Uint8Array());
  });

  it.each(['../up', '/root', 'a/../b', 'a//b', 'C:\\x', 'a\\b', 'c:d', './a', 'nul\0', 'x'.repeat(300)])(
    'refuses the name %j',
    (name) => {
      expect(refusal(() => readZip(zip({ [name]: text('x') }))).message).toContain('name that is not allowed');
    },
  );

  it('refuses two entries of one name', () => {
    const bytes = zip({ aaaa: text('1'), bbbb: text('2') });
    const all = new TextDecoder('latin1').decode(bytes).replaceAll('bbbb', 'aaaa');
    const twice = Uint8Array.from(all, (char) => char.charCodeAt(0));
    expect(refusal(() => readZip(twice)).message).toContain('twice');
  });

  it('refuses an entry that expands to more than its header says, and stops right there', () => {
    const bytes = zip({ bomb: new Uint8Array(20 * 2 ** 20) });
    patchDirectory(bytes, 'bomb', (view, at) => view.setUint32(at + 24, 1000, true));
    // Whoever reads on meets broken data.
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 1000);
    expect(refusal(() => readZip(bytes).get('bomb')!.read()).message).toContain('more than it declares');
  });

  it('refuses an entry that expands to less than its header says', () => {
    const bytes = zip({ a: text('abcabcabcabcabc') });
    patchDirectory(bytes, 'a', (view, at) => view.setUint32(at + 24, 500, true));
    expect(refusal(() => readZip(bytes).get('a')!.read()).message).toContain('cut off');
  });

  it('refuses more than it would hold, before expanding anything', () => {
    const bytes = zip({ a: text('a'), b: text('b') });
    for (const name of ['a', 'b']) patchDirectory(bytes, name, (view, at) => view.setUint32(at + 24, 6e8, true));
    patchDirectory(bytes, 'a', (view, at) => view.setUint16(at + 10, 8, true));
    patchDirectory(bytes, 'b', (view, at) => view.setUint16(at + 10, 8, true));
    expect(refusal(() => readZip(bytes))).toMatchObject({ code: 'invalid-archive', path: 'b' });
    const many = Object.fromEntries(Array.from({ length: archiveLimits.entries + 1 }, (_, i) => [`${i}`, text('')]));
    expect(refusal(() => readZip(zip(many))).message).toContain('too many');
  });

  it('refuses entries that share data', () => {
    const bytes = zip({ same: text('x'), also: text('x') });
    const at = { same: 0 };
    patchDirectory(bytes, 'same', (view, entry) => (at.same = view.getUint32(entry + 42, true)));
    patchDirectory(bytes, 'also', (view, entry) => view.setUint32(entry + 42, at.same, true));
    expect(refusal(() => readZip(bytes)).message).toContain('another name in its own header');
    const all = new TextDecoder('latin1').decode(zip({ 'f/': new Uint8Array(), 'g/': new Uint8Array() }));
    const folders = Uint8Array.from(all.replaceAll('g/', 'f/'), (char) => char.charCodeAt(0));
    patchDirectory(folders, 'f/', (view, entry) => view.setUint32(entry + 42, 0, true));
    expect(refusal(() => readZip(folders)).message).toContain('overlaps');
  });

  it('refuses encrypted entries and unknown methods', () => {
    const encrypted = zip({ a: text('x') });
    patchDirectory(encrypted, 'a', (view, at) => view.setUint16(at + 8, 1, true));
    expect(refusal(() => readZip(encrypted)).message).toContain('encrypted');
    const lzma = zip({ a: text('x') });
    patchDirectory(lzma, 'a', (view, at) => view.setUint16(at + 10, 14, true));
    expect(refusal(() => readZip(lzma)).message).toContain('unsupported way');
  });

  it('tells a cut-off archive from a file of another kind', () => {
    const bytes = zip({ a: text('x'.repeat(100)) });
    expect(refusal(() => readZip(bytes.slice(0, -1))).message).toContain('cut off');
    expect(refusal(() => readZip(text('{"hello": 1}'))).message).toContain('not a run archive');
    expect(refusal(() => readZip(new Uint8Array())).message).toContain('not a run archive');
  });
});
