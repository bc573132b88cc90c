import { vi } from 'vitest';

// What the modules of the service ask of a worker's global scope when they are loaded; so import this before them.
vi.stubGlobal('self', { location: { origin: 'http://localhost', href: 'http://localhost/worker.js' } });
