import JSON
import Juggler

extension RunStoreContract {
  static let feedChecks = [
    Check("feeds the entries of all runs in the order of their commits") { store in
      let (a, b) = (SampleRun(0), SampleRun(1))
      try await store.append([a.started, b.started], by: nil)
      let middle = try await store.feedPositions().journal
      try await store.append([a.step("1"), b.step("2"), a.step("3")], by: nil)
      let all = try await store.feed(of: nil, after: 0, limit: 100)
      try expect(all.map(\.entry.run), is: [a.id, b.id, a.id, b.id, a.id], "runs of the feed")
      try expect(zip(all, all.dropFirst()).allSatisfy { $0.position < $1.position }, "positions must grow")
      try expect(
        all.map(\.entry.text), is: [a.started, b.started, a.step("1"), b.step("2"), a.step("3")].map(\.text), "feed")
      let rest = try await store.feed(of: nil, after: middle, limit: 100)
      try expect(names(rest.map(\.entry)), is: ["1", "2", "3"], "what came after a position")
      try await expect(store.feedPositions().journal, is: all.last?.position ?? 0, "the last position")
    },
    Check("feeds one run with the positions of the feed of all, page by page") { store in
      let (a, b) = (SampleRun(0), SampleRun(1))
      try await store.append([a.started, b.started, a.step("1"), b.step("x"), a.step("2"), a.ended()], by: nil)
      let all = try await store.feed(of: nil, after: 0, limit: 100).filter { $0.entry.run == a.id }
      var pages: [FeedItem] = []
      while true {
        let page = try await store.feed(of: a.id, after: pages.last?.position ?? 0, limit: 2)
        if page.isEmpty { break }
        try expect(page.count <= 2, "a page may have 2 items, found \(page.count)")
        pages += page
      }
      try expect(pages.map(\.position), is: all.map(\.position), "positions")
      try expect(pages.map(\.entry.text), is: all.map(\.entry.text), "entries")
    },
    Check("has no feed of a run that it does not know, and none after the end") { store in
      let run = SampleRun()
      try await expect(store.feedPositions(), is: FeedPositions(journal: 0, events: 0), "positions of an empty store")
      try await store.append([run.started], by: nil)
      try await expect(store.feed(of: RunID(), after: 0, limit: 10).count, is: 0, "entries of an unknown run")
      try await expect(store.feed(of: nil, after: .max, limit: 10).count, is: 0, "entries after all positions")
    },
    Check("feeds no entries of runs that were deleted") { store in
      let (a, b) = (SampleRun(0), SampleRun(1))
      try await store.append([a.started, b.started, a.ended()], by: nil)
      let retention = Retention(endedBefore: contractStart + .seconds(100), statuses: [.completed])
      try await expect(store.prune(retention, limit: 10), is: 1, "deleted runs")
      try await expect(store.feed(of: nil, after: 0, limit: 10).map(\.entry.run), is: [b.id], "runs of the feed")
    },
  ]

  static let eventChecks = [
    Check("keeps events in their order, each once") { store in
      let events = (1...3).map { sampleEvent($0) }
      try await expect(store.publish(events), is: 3, "new events")
      try await expect(store.publish([events[1], sampleEvent(4)]), is: 1, "new events of the second batch")
      let stored = try await store.events(after: 0, limit: 10)
      try expect(stored.map(\.id), is: ["1", "2", "3", "4"], "ids")
      try expect(zip(stored, stored.dropFirst()).allSatisfy { $0.position < $1.position }, "positions must grow")
      var first = stored[0]
      first.position = 0
      try expect(first, is: events[0], "an event")
      let rest = try await store.events(after: stored[1].position, limit: 1)
      try expect(rest.map(\.id), is: ["3"], "the next event")
      try await expect(store.feedPositions().events, is: stored[3].position, "the last position")
    },
    Check("deletes old events, and never gives a position again") { store in
      _ = try await store.publish((1...3).map { sampleEvent($0) })
      let last = try await store.feedPositions().events
      try await expect(store.pruneEvents(before: contractStart + .seconds(3), limit: 1), is: 1, "deleted at most one")
      try await expect(store.pruneEvents(before: contractStart + .seconds(3), limit: 10), is: 1, "deleted the others")
      try await expect(store.events(after: 0, limit: 10).map(\.id), is: ["3"], "what is left")
      try await expect(store.pruneEvents(before: contractStart + .seconds(9), limit: 10), is: 1, "deleted the last")
      _ = try await store.publish([sampleEvent(4)])
      try await expect(store.events(after: last, limit: 10).map(\.id), is: ["4"], "what came after the last position")
    },
  ]
}

private func sampleEvent(_ number: Int) -> StoredEvent {
  StoredEvent(
    source: "/contract", id: "\(number)", receivedAt: contractStart + .seconds(number),
    body: ["specversion": "1.0", "id": .string("\(number)"), "source": "/contract", "type": "t", "data": ["ü": 1.5]])
}
