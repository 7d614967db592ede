import HTTPTypes
import JSON
import Juggler
import JugglerAPI
import JugglerTesting
import Synchronization
import Testing

@testable import JugglerServer

@Suite struct EventStreamTests {
  @Test func tellsTheStoryOfARunAndEndsWithIt() async throws {
    try await TestAPI.run(connectors: [FlakyConnector()]) { api in
      try await api.deploy(Documents.twoCalls, as: "test/two-calls/1.0.0")
      let run = try Run(
        json: try await api.send(.post, "/api/v1/workflows/test/two-calls/runs", headers: [.prefer: "wait=5"]).json)
      let answer = try await api.send(.get, "/api/v1/runs/\(run.id)/events")
      #expect(answer.status == .ok)
      #expect(answer.headers[.contentType] == "text/event-stream")
      let events = try answer.serverSentEvents
      #expect(
        events.map(\.event.type) == [
          "io.serverlessworkflow.workflow.started.v1", "io.serverlessworkflow.task.completed.v1",
          "io.serverlessworkflow.task.faulted.v1", "io.serverlessworkflow.workflow.faulted.v1",
        ])
      #expect(events.allSatisfy { $0.event.subject == run.id })
      #expect(events[0].event.data?["definition"]?["name"] == "two-calls")
      #expect(events[0].event.data?["name"] == .string("two-calls-\(run.id).test"))
      #expect(events[1].event.data?["task"] == "/do/0/one")
      #expect(events[1].event.data?["output"] == "/one")
      #expect(events[3].event.data?["error"]?["status"] == 503)
    }
  }

  @Test func goesOnAfterTheLastEventThatWasSeen() async throws {
    try await TestAPI.run(connectors: [FlakyConnector()]) { api in
      try await api.deploy(Documents.twoCalls, as: "test/two-calls/1.0.0")
      let run = try Run(
        json: try await api.send(.post, "/api/v1/workflows/test/two-calls/runs", headers: [.prefer: "wait=5"]).json)
      let path = "/api/v1/runs/\(run.id)/events"
      let all = try await api.send(.get, path).serverSentEvents
      for (index, event) in all.enumerated() {
        let rest = try await api.send(.get, path, headers: [.lastEventID: #require(event.id)])
        if index == all.count - 1 {
          #expect(rest.status == .noContent)
        } else {
          #expect(try rest.serverSentEvents == Array(all[(index + 1)...]))
        }
      }
      let byQuery = try await api.send(.get, path + "?lastEventId=\(#require(all[1].id))")
      #expect(try byQuery.serverSentEvents.count == 2)
      try await #expect(api.send(.get, path, headers: [.lastEventID: "x"]).status == .badRequest)
      try await #expect(api.send(.get, path, headers: [.lastEventID: "999999-0"]).serverSentEvents == all)
      try await #expect(
        api.send(.get, path + "?lastEventId=x", headers: [.lastEventID: ""]).status == .badRequest)
      let typed = try await api.send(.get, path + "?type=io.serverlessworkflow.task.completed.v1")
      #expect(try typed.serverSentEvents.map(\.id) == [all[1].id])
      try await #expect(api.send(.get, path, headers: [.accept: "application/json"]).status == .notAcceptable)
    }
  }

  @Test func tellsWhatHappensWhileItHappens() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.sleeper, as: "test/sleeper/1.0.0")
      let run = try Run(json: try await api.send(.post, "/api/v1/workflows/test/sleeper/runs").json)
      let events = try await api.send(.get, "/api/v1/runs/\(run.id)/events").serverSentEvents
      let types = events.map(\.event.type)
      #expect(types.first == "io.serverlessworkflow.workflow.started.v1")
      #expect(types.last == "io.serverlessworkflow.workflow.completed.v1")
      #expect(types.contains("io.serverlessworkflow.workflow.status-changed.v1"))
      // What is not in the journal has no place in it.
      #expect(events.filter { $0.event.type.contains(".task.") }.allSatisfy { $0.id == nil })
      #expect(types.contains("io.serverlessworkflow.task.completed.v1"))
    }
  }

  @Test func tellsEachStepOnceLive() async throws {
    let flaky = FlakyConnector()
    flaky.isWell.store(true, ordering: .relaxed)
    try await TestAPI.run(connectors: [flaky]) { api in
      try await api.deploy(Documents.twoCalls, as: "test/two-calls/1.0.0")
      let events = try await api.following("/api/v1/events") {
        for _ in 1...3 {
          try await api.send(.post, "/api/v1/workflows/test/two-calls/runs", headers: [.prefer: "wait=5"])
        }
      }
      let completed = events.filter { $0.event.type == "io.serverlessworkflow.task.completed.v1" }
      #expect(completed.count == 6)
      #expect(Set(completed.map(\.event.id)).count == 6)
      #expect(events.count { $0.event.type == "io.serverlessworkflow.task.started.v1" } == 6)
      #expect(events.count { $0.event.type == "io.serverlessworkflow.workflow.completed.v1" } == 3)
      let places = events.compactMap(\.id).compactMap { EventCursor($0)?.journal }
      #expect(places == places.sorted() && Set(places).count == places.count)
    }
  }

  @Test func saysNowAndThenThatItIsAlive() async throws {
    try await TestAPI.run(options: .init(heartbeat: .seconds(15))) { api in
      try await api.deploy(Documents.sleeper, as: "test/sleeper/1.0.0")
      let answer = try await api.followed("/api/v1/events") {
        try await api.time.clock.sleep(for: .seconds(100))
      }
      let beats = answer.text.split(separator: "\n\n").count { $0 == ":" }
      #expect((5...7).contains(beats))
    }
  }

  @Test func manyFollowersGetEverything() async throws {
    let flaky = FlakyConnector()
    flaky.isWell.store(true, ordering: .relaxed)
    try await TestAPI.run(connectors: [flaky]) { api in
      try await api.deploy(Documents.twoCalls, as: "test/two-calls/1.0.0")
      let all = try await withThrowingTaskGroup(of: [ServerSentEvent].self) { group in
        for _ in 1...50 {
          group.addTask {
            try await api.send(.get, "/api/v1/events?lastEventId=0-0").serverSentEvents.filter { $0.id != nil }
          }
        }
        for _ in 1...40 { try await api.send(.post, "/call/test/two-calls") }
        try await api.time.clock.sleep(for: .seconds(2))
        api.service.feed.end()
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(all.count == 50)
      // A start, two steps and an end of each.
      #expect(all.allSatisfy { $0.count == 160 && $0 == all[0] })
    }
  }
}
