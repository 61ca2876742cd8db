// What a program in JavaScript does with the store, through either client.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import test, { after } from "node:test";

const plain = "esdb://localhost:2114?tls=false";
const secure = (user, password) =>
  `esdb://${user}:${password}@localhost:2115?tls=true&tlsCAFile=${process.env.CA_FILE}`;

// smoke tells the tests of a client: its module, its connect(url), what it calls
// the option that holds an append's expected version, and whether its reads of
// $all take a filter, as its subscriptions do.
export function smoke({ client, connect, expected, filtersReads }) {
  const { jsonEvent, ANY, NO_STREAM, STREAM_EXISTS, START, END, BACKWARDS } = client;
  const { WrongExpectedVersionError, StreamNotFoundError, StreamDeletedError, MaxAppendSizeExceededError } = client;
  const store = connect(plain);
  const protectedStore = connect(secure("admin", "changeit"));
  after(() => Promise.all([store.dispose(), protectedStore.dispose()]));

  const name = (kind = "parcel") => `${kind}-${randomUUID()}`;
  const event = (n, type = "measured") => jsonEvent({ type, data: { n }, metadata: { by: "test" } });
  const events = (count, type) => Array.from({ length: count }, (_, n) => event(n, type));
  const at = (version) => ({ [expected]: version });
  const numbers = (read) => all(read).then((list) => list.map(({ event }) => event.data.n));

  // Each client appends by one call where credentials are the connection's, and
  // by another where they are the append's own.
  const ways = [
    ["in batches", store, {}],
    ["with credentials of its own", protectedStore, { credentials: { username: "admin", password: "changeit" } }],
  ];
  for (const [way, to, options] of ways) {
    const append = (stream, list, version) => to.appendToStream(stream, list, { ...options, ...at(version) });

    test(`an append ${way} says where it stands, whatever was expected`, async () => {
      const stream = name();
      let last = 0n;
      for (const [n, version] of [NO_STREAM, 0n, STREAM_EXISTS, ANY].entries()) {
        const { success, nextExpectedRevision, position } = await append(stream, event(n), version);
        assert.ok(success);
        assert.equal(nextExpectedRevision, BigInt(n));
        assert.ok(position.commit > last);
        last = position.commit;
      }
    });

    test(`an append ${way} that expected another version is refused`, async () => {
      const stream = name();
      await assert.rejects(append(stream, event(0), STREAM_EXISTS), WrongExpectedVersionError);
      await append(stream, events(3), NO_STREAM);
      for (const version of [NO_STREAM, 1n, 7n]) {
        await assert.rejects(append(stream, event(0), version), (error) => {
          assert.ok(error instanceof WrongExpectedVersionError, error);
          assert.equal(error.actualVersion ?? error.actualState, 2n);
          return true;
        });
      }
      assert.deepEqual(await numbers(to.readStream(stream)), [0, 1, 2]);
    });

    test(`an append ${way} that is sent again is kept once, and answered alike`, async () => {
      const stream = name();
      const list = events(2);
      const first = await append(stream, list, NO_STREAM);
      await append(stream, event(2), 1n);
      assert.deepEqual(await append(stream, list, NO_STREAM), first);
      assert.deepEqual(await numbers(to.readStream(stream)), [0, 1, 2]);
    });

    test(`an append ${way} of many events keeps them all, in order`, async () => {
      const stream = name();
      const { nextExpectedRevision } = await append(stream, events(2000), NO_STREAM);
      assert.equal(nextExpectedRevision, 1999n);
      const read = await numbers(to.readStream(stream));
      assert.deepEqual(read, Array.from({ length: 2000 }, (_, n) => n));
    });

    test(`of appends ${way} that expect the same version at once, one succeeds`, async () => {
      const stream = name();
      const outcomes = await Promise.allSettled(events(32).map((e) => append(stream, e, NO_STREAM)));
      assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
      for (const { reason } of outcomes) assert.ok(!reason || reason instanceof WrongExpectedVersionError, reason);
    });

    test(`an append ${way} of more than a mebibyte is refused, and told the limit`, async () => {
      const stream = name();
      const large = jsonEvent({ type: "measured", data: "m".repeat(600_000) });
      const larger = jsonEvent({ type: "measured", data: "m".repeat(600_000) });
      await append(stream, large, NO_STREAM);
      await assert.rejects(append(name(), [large, larger], NO_STREAM), (error) => {
        assert.ok(error instanceof MaxAppendSizeExceededError, error);
        assert.equal(error.maxAppendSize, 1 << 20);
        return true;
      });
    });
  }

  test("an event is read as it was written", async () => {
    const stream = name();
    const written = jsonEvent({ type: "đo đạc", data: { "thửa": [1, "hai"] }, metadata: { "ai": "Nguyễn" } });
    await store.appendToStream(stream, written);
    const [{ event: read }] = await all(store.readStream(stream));
    assert.equal(read.id, written.id);
    assert.equal(read.type, written.type);
    assert.equal(read.streamId, stream);
    assert.equal(read.revision, 0n);
    assert.deepEqual(read.data, written.data);
    assert.deepEqual(read.metadata, written.metadata);
    assert.ok(Math.abs(Date.now() - new Date(read.created)) < 60_000);
  });

  test("bytes are read as they were written", async () => {
    const stream = name();
    const data = Uint8Array.from([0, 1, 254, 255]);
    await store.appendToStream(stream, client.binaryEvent({ type: "scanned", data }));
    const [{ event: read }] = await all(store.readStream(stream));
    assert.equal(read.isJson, false);
    assert.deepEqual(Uint8Array.from(read.data), data);
  });

  test("a stream is read in both directions, from anywhere, so far and no further", async () => {
    const stream = name();
    await store.appendToStream(stream, events(10));
    const read = (options) => numbers(store.readStream(stream, options));
    assert.deepEqual(await read({ fromRevision: 4n, maxCount: 3 }), [4, 5, 6]);
    assert.deepEqual(await read({ fromRevision: 8n }), [8, 9]);
    assert.deepEqual(await read({ direction: BACKWARDS, fromRevision: END, maxCount: 2 }), [9, 8]);
    assert.deepEqual(await read({ direction: BACKWARDS, fromRevision: 1n }), [1, 0]);
  });

  test("a stream that is not there is not found", async () => {
    await assert.rejects(all(store.readStream(name())), StreamNotFoundError);
  });

  test("$all is read in both directions, in one order", async () => {
    const streams = [name(), name()];
    const appended = [];
    for (const [n, stream] of [...streams, ...streams].entries()) {
      appended.push(await store.appendToStream(stream, event(n)));
    }
    const from = { fromPosition: appended[0].position, maxCount: 4 };
    assert.deepEqual(await numbers(store.readAll(from)), [0, 1, 2, 3]);
    const back = { direction: BACKWARDS, fromPosition: END, maxCount: 4 };
    assert.deepEqual(await numbers(store.readAll(back)), [3, 2, 1, 0]);
  });

  if (filtersReads) {
    test("a filter holds for a read of $all", async () => {
      const kind = name("deed");
      await store.appendToStream(`${kind}-1`, events(3));
      await store.appendToStream(name(), events(3));
      await store.appendToStream(`${kind}-2`, events(2));
      const filter = client.streamNameFilter({ prefixes: [kind] });
      assert.deepEqual(await numbers(store.readAll({ filter })), [0, 1, 2, 0, 1]);
    });
  }

  test("a subscription to a stream has its history, is told that it has it, and goes on", { timeout: 20_000 }, async () => {
    const stream = name();
    await store.appendToStream(stream, events(5));
    const subscription = store.subscribeToStream(stream, { fromRevision: START });
    const caughtUp = once(subscription, "caughtUp");
    const received = [];
    for await (const { event: got } of subscription) {
      received.push(got.data.n);
      if (received.length === 5) {
        await caughtUp;
        await store.appendToStream(stream, event(5), at(4n));
      }
      if (received.length === 6) break;
    }
    assert.deepEqual(received, [0, 1, 2, 3, 4, 5]);
  });

  test("a subscription goes on after the event that it names", { timeout: 20_000 }, async () => {
    const stream = name();
    await store.appendToStream(stream, events(5));
    for await (const { event: got } of store.subscribeToStream(stream, { fromRevision: 2n })) {
      assert.equal(got.data.n, 3);
      break;
    }
  });

  test("a subscription to $all from the end has only what follows", { timeout: 20_000 }, async () => {
    await store.appendToStream(name(), event(0));
    const subscription = store.subscribeToAll({ fromPosition: END });
    const stream = name();
    subscription.once("caughtUp", () => store.appendToStream(stream, event(1)));
    for await (const { event: got } of subscription) {
      assert.equal(got.streamId, stream);
      break;
    }
  });

  for (const [by, filterOf] of [
    ["prefixes of stream names", (kind) => client.streamNameFilter({ prefixes: [kind] })],
    ["a pattern of stream names", (kind) => client.streamNameFilter({ regex: `^${kind}` })],
    ["prefixes of event types", (kind) => client.eventTypeFilter({ prefixes: [kind] })],
    ["a pattern of event types", (kind) => client.eventTypeFilter({ regex: `^${kind}$` })],
  ]) {
    test(`a subscription to $all, filtered by ${by}, passes checkpoints on its way`, { timeout: 20_000 }, async () => {
      const kind = name("deed");
      const before = (await store.appendToStream(name(), events(1))).position;
      await store.appendToStream(name(), events(200));
      await store.appendToStream(`${kind}-1`, events(3, kind));
      const checkpoints = [];
      const filter = {
        ...filterOf(kind),
        maxSearchWindow: 32,
        checkpointInterval: 1,
        checkpointReached: (_, position) => void checkpoints.push(position.commit),
      };
      const received = [];
      for await (const { event: got } of store.subscribeToAll({ fromPosition: before, filter })) {
        received.push(got.data.n);
        if (received.length === 3) break;
      }
      assert.deepEqual(received, [0, 1, 2]);
      assert.ok(checkpoints.length >= 4, `${checkpoints.length} checkpoints`);
      assert.ok(checkpoints[0] > before.commit);
      assert.deepEqual(checkpoints, [...checkpoints].sort((a, b) => (a < b ? -1 : 1)));
    });
  }

  test("a stream that was deleted is not found, and goes on where it ended", async () => {
    const stream = name();
    await store.appendToStream(stream, events(3));
    const { position } = await store.deleteStream(stream, { expectedRevision: 2n });
    assert.ok(position.commit > 0n);
    await assert.rejects(all(store.readStream(stream)), StreamNotFoundError);
    const { nextExpectedRevision } = await store.appendToStream(stream, event(3), at(NO_STREAM));
    assert.equal(nextExpectedRevision, 3n);
    assert.deepEqual(await numbers(store.readStream(stream)), [3]);
  });

  test("a stream that was deleted for good stays so", async () => {
    const stream = name();
    await store.appendToStream(stream, events(3));
    await assert.rejects(store.tombstoneStream(stream, { expectedRevision: 7n }));
    await store.tombstoneStream(stream, { expectedRevision: ANY });
    await assert.rejects(all(store.readStream(stream)), StreamDeletedError);
    for (const [, to, options] of ways) {
      await assert.rejects(to.appendToStream(stream, event(0), options), StreamDeletedError);
    }
  });

  test("a stream's metadata are kept, and its limits hold", async () => {
    const stream = name();
    await store.appendToStream(stream, events(5));
    assert.equal((await store.getStreamMetadata(stream)).metadata, undefined);
    await store.setStreamMetadata(stream, { maxCount: 2, note: "thử" }, at(NO_STREAM));
    const { metadata } = await store.getStreamMetadata(stream);
    assert.equal(metadata.maxCount, 2);
    assert.equal(metadata.note, "thử");
    assert.deepEqual(await numbers(store.readStream(stream)), [3, 4]);
  });

  test("a wrong password is refused, and a user whom nobody knows", async () => {
    for (const [user, password] of [["admin", "wrong"], ["nobody", "changeit"]]) {
      const stranger = connect(secure(user, password));
      await assert.rejects(stranger.appendToStream(name(), event(0)), refused);
      await assert.rejects(all(stranger.readAll({ maxCount: 1 })), refused);
      await stranger.dispose();
    }
    const credentials = { username: "admin", password: "wrong" };
    await assert.rejects(protectedStore.appendToStream(name(), event(0), { credentials }), refused);
  });

  test("a persistent subscription is refused by name", async () => {
    const settings = client.persistentSubscriptionToStreamSettingsFromDefaults();
    await assert.rejects(store.createPersistentSubscriptionToStream(name(), "group", settings), /[Pp]ersistent/);
  });
}

async function all(read) {
  const list = [];
  for await (const item of read) list.push(item);
  return list;
}

function refused(error) {
  assert.equal(error.type, "access-denied", error);
  return true;
}
