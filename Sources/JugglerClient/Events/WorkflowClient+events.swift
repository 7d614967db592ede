import JSON
public import JugglerAPI
import NIOHTTP1

extension WorkflowClient {
  /// What happens to a run, from its start on, to its end.
  ///
  /// - Parameters:
  ///   - types: only these types of CloudEvents, such as `LifecycleEvent.taskCompleted.rawValue`; all when empty.
  ///   - lastEventID: only what came after the event with this id.
  public func events(
    of run: String, types: Set<String> = [], after lastEventID: String? = nil
  ) -> EventSequence {
    EventSequence(client: self, run: run, types: types, lastEventID: lastEventID)
  }

  /// What happens to all runs, and the events that are published, from now on.
  public func events(types: Set<String> = [], after lastEventID: String? = nil) -> EventSequence {
    EventSequence(client: self, run: nil, types: types, lastEventID: lastEventID)
  }

  /// Publishes events: workflows that listen for them go on. They are durable when this returns.
  ///
  /// - Returns: how many the server took.
  @concurrent
  @discardableResult
  public func publish(_ events: [CloudEvent]) async throws -> Int {
    var request = APIRequest(.POST, ["api", "v1", "events"])
    let isOne = events.count == 1
    let json = isOne ? events[0].json : JSONValue.array(events.map(\.json))
    request.body = (
      json.serializedBytes(), isOne ? "application/cloudevents+json" : "application/cloudevents-batch+json"
    )
    // An event is known by its source and id: taking it twice is as good as once.
    request.isRepeatable = true
    return try await answer(to: request, as: PublishedEvents.self).accepted
  }

  @concurrent
  @discardableResult
  public func publish(_ event: CloudEvent) async throws -> Int { try await publish([event]) }
}
