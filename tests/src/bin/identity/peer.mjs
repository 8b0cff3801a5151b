// npm `oidc-provider` beside us: the same work, on its own supported runtime.
//
//   peer.mjs serve PORT memory|sqlite FILE LANES   listens; prints one JSON line with tokens to begin with
//   peer.mjs hash SECONDS LANES                    prints how many passwords were hashed
//
// Its in-memory adapter is what it comes with and loses everything at a restart; the SQLite one is the
// smallest that keeps what was answered, with the pragmas we run under.

import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const need = createRequire(path.join(process.cwd(), 'package.json'));
const [mode, ...rest] = process.argv.slice(2);

if (mode === 'hash') {
  const { hash, Algorithm } = need('@node-rs/argon2');
  const [seconds, lanes] = rest.map(Number);
  const setting = { algorithm: Algorithm.Argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
  const end = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(Array.from({ length: lanes }, async () => {
    while (performance.now() < end) {
      await hash('denglu#2026', setting);
      done += 1;
    }
  }));
  console.log(done);
} else {
  const [port, adapter, file, lanes] = rest;
  const { default: Provider } = await import(pathToFileURL(need.resolve('oidc-provider')));
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    ...(adapter === 'sqlite' ? { adapter: kept(file) } : {}),
    clients: [
      {
        client_id: 'app',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/back'],
      },
      {
        client_id: 'resource',
        client_secret: 'peer-of-the-bench',
        grant_types: [],
        response_types: [],
        redirect_uris: [],
      },
    ],
    features: { introspection: { enabled: true }, devInteractions: { enabled: true }, dPoP: { enabled: true } },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    issueRefreshToken: () => true,
    rotateRefreshToken: () => true,
    // Past the end of any run, as ours; the defaults would end a lane in between.
    ttl: { AccessToken: 600, RefreshToken: 86400, Grant: 86400, Interaction: 3600, Session: 86400, IdToken: 600 },
  });
  provider.listen(Number(port), '127.0.0.1', async () => {
    const client = await provider.Client.find('app');
    const tokens = [];
    for (let lane = 0; lane < Number(lanes); lane += 1) {
      const accountId = `person${lane}`;
      const grant = new provider.Grant({ accountId, clientId: 'app' });
      grant.addOIDCScope('openid offline_access');
      const grantId = await grant.save();
      const common = { accountId, client, grantId, scope: 'openid offline_access', gty: 'authorization_code' };
      const refresh = new provider.RefreshToken({ ...common, rotations: 0 });
      const access = new provider.AccessToken(common);
      tokens.push({ refresh: await refresh.save(), access: await access.save() });
    }
    console.log(`ready ${JSON.stringify(tokens)}`);
  });
}

// An adapter in the shape oidc-provider asks for (its docs, "adapter").
function kept(file) {
  const Database = need('better-sqlite3');
  const books = new Database(file);
  books.pragma('journal_mode = WAL');
  books.pragma('synchronous = FULL');
  books.exec(`CREATE TABLE IF NOT EXISTS kept (
    model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, grant_id TEXT, uid TEXT, user_code TEXT,
    consumed INTEGER, until INTEGER, PRIMARY KEY (model, id));
    CREATE INDEX IF NOT EXISTS kept_grant ON kept (model, grant_id);
    CREATE INDEX IF NOT EXISTS kept_uid ON kept (model, uid);`);
  const put = books.prepare(`INSERT INTO kept (model, id, payload, grant_id, uid, user_code, until)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload,
    grant_id = excluded.grant_id, uid = excluded.uid, user_code = excluded.user_code, until = excluded.until`);
  const by = (column) => books.prepare(`SELECT payload, consumed, until FROM kept WHERE model = ? AND ${column} = ?`);
  const [byId, byUid, byCode] = ['id', 'uid', 'user_code'].map(by);
  const used = books.prepare('UPDATE kept SET consumed = ? WHERE model = ? AND id = ?');
  const gone = books.prepare('DELETE FROM kept WHERE model = ? AND id = ?');
  const revoked = books.prepare('DELETE FROM kept WHERE model = ? AND grant_id = ?');
  const now = () => Math.floor(Date.now() / 1000);
  const read = (row) => {
    if (!row || (row.until && row.until <= now())) return undefined;
    return { ...JSON.parse(row.payload), ...(row.consumed ? { consumed: row.consumed } : {}) };
  };
  return class {
    constructor(model) { this.model = model; }
    async upsert(id, payload, expiresIn) {
      const until = expiresIn ? now() + expiresIn : null;
      const { grantId = null, uid = null, userCode = null } = payload;
      put.run(this.model, id, JSON.stringify(payload), grantId, uid, userCode, until);
    }
    async find(id) { return read(byId.get(this.model, id)); }
    async findByUid(uid) { return read(byUid.get(this.model, uid)); }
    async findByUserCode(code) { return read(byCode.get(this.model, code)); }
    async consume(id) { used.run(now(), this.model, id); }
    async destroy(id) { gone.run(this.model, id); }
    async revokeByGrantId(grantId) { revoked.run(this.model, grantId); }
  };
}
