import { versionFaults } from './faults.ts';
import { test } from './fixtures.ts';
import { row } from './row.ts';

// A browser of its own: the page's service worker is allowed there.
test.use({ hasVersions: true });

for (const fault of versionFaults) row(fault);
