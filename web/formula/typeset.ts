import katex from 'katex';
import { withAlphabets } from './alphabets.ts';

/**
 * Sets TeX as MathML, one string for each part of the formula that may stand on a line of its own. The markup holds
 * no style attribute, which the app's policy forbids, and nothing that TeX could smuggle in.
 *
 * @throws Error (KaTeX's ParseError) when the TeX is wrong.
 */
export function typeset(tex: string): readonly string[] {
  return linesOf(tex).map((line) => {
    const mathml = katex.renderToString(line, {
      output: 'mathml',
      displayMode: true,
      throwOnError: true,
      trust: false,
      strict: 'ignore',
      maxExpand: 200,
    });
    return withAlphabets(mathml.replace(bareFunction, '$&<mspace width="0.1667em"></mspace>'));
  });
}

/** The sign of function application that no bracket follows: browsers leave no space there, as TeX does. */
const bareFunction = /<mo>\u2061<\/mo>(?!<mo[^>]*>[([{|])/g;

/** A formula split where it has a wide space outside of all braces: there it may go on in the next line. */
function linesOf(tex: string): readonly string[] {
  const lines = [''];
  let depth = 0;
  for (const [token] of tex.matchAll(/\\q?quad(?![A-Za-z])|\\(?:begin|end|left|right)(?![A-Za-z])|\\.|[^\\]/gs)) {
    if (token === '{' || token === '\\begin' || token === '\\left') depth++;
    if (token === '}' || token === '\\end' || token === '\\right') depth--;
    if (/^\\q?quad$/.test(token) && depth === 0) lines.push('');
    else lines[lines.length - 1] += token;
  }
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}
