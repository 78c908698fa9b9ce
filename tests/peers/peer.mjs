// What all peers share: a sandbox of their own, and TAP.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const checks = [];

/** Adds a test; `action` throws when it fails. */
export function test (name, action)
{
  checks.push ({ name, action });
}

/** Runs the tests one after the other and prints TAP. */
export async function run ()
{
  let failed = false;

  console.log (`1..${checks.length}`);
  for (const [index, { name, action }] of checks.entries ())
    {
      try
        {
          await action ();
          console.log (`ok ${index + 1} ${name}`);
        }
      catch (error)
        {
          failed = true;
          console.log (`not ok ${index + 1} ${name}`);
          console.log (`${error.stack}`.replace (/^/gm, '# '));
        }
    }
  process.exit (failed ? 1 : 0);
}

/**
 * Starts a sandbox, which ends with this process. Returns what it says of its channel of
 * that kind.
 */
export async function startSandbox (kind, ...options)
{
  const sandbox = spawn (process.env.TIEM_SANDBOX,
                         ['--port-base=0', '--only=' + kind, '--orders-per-minute=0', '--follow-stdin',
                          ...options],
                         { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface ({ input: sandbox.stdout });
  const line = await new Promise ((resolve, reject) => {
    lines.once ('line', resolve);
    sandbox.once ('error', reject);
    sandbox.once ('exit', code => reject (new Error (`the sandbox ended with ${code}`)));
  });

  return JSON.parse (line).channels.find (channel => channel.kind === kind);
}
