import JugglerTelemetry
import Synchronization

final class SpanCollector: SpanSink {
  private let state = Mutex<[SpanRecord]>([])

  var spans: [SpanRecord] { state.withLock { $0 } }

  func take(_ span: SpanRecord) { state.withLock { $0.append(span) } }

  subscript(name: String) -> SpanRecord? { spans.first { $0.name == name } }
}
