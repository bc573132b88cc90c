import { expect, test } from 'vitest';
import { isolated } from './isolation.ts';

const expected = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};

test.each(['text/html; charset=utf-8', 'text/javascript', 'application/javascript'])(
  '%s gets the headers that isolate it, and keeps its own, its status and its content',
  async (type) => {
    const headers = { 'content-type': type, 'content-security-policy': "default-src 'self'" };
    const response = isolated(new Response('hello', { status: 203, headers }));
    expect(Object.fromEntries(response.headers)).toEqual({ ...headers, ...expected });
    expect(response.status).toBe(203);
    expect(await response.text()).toBe('hello');
  },
);

test('what the server says goes', () => {
  const own = { 'content-type': 'text/html', 'cross-origin-embedder-policy': 'credentialless' };
  expect(isolated(new Response('', { headers: own })).headers.get('cross-origin-embedder-policy')).toBe(
    'credentialless',
  );
  const complete = new Response('', { headers: { ...expected, 'content-type': 'text/html' } });
  expect(isolated(complete)).toBe(complete);
});

test('data and pictures stay as they are', () => {
  const picture = new Response('', { headers: { 'content-type': 'image/png' } });
  expect(isolated(picture)).toBe(picture);
  expect(isolated(Response.error()).type).toBe('error');
});
