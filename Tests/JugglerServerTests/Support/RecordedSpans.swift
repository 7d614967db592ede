import JugglerTelemetry
import Synchronization
import Tracing

/// Keeps what would be exported.
final class RecordedSpans: SpanSink {
  private let spans = Mutex<[SpanRecord]>([])

  var all: [SpanRecord] { spans.withLock { $0 } }

  func take(_ span: SpanRecord) { spans.withLock { $0.append(span) } }
}

extension SpanRecord {
  /// As texts, by name.
  var facts: [String: String] {
    Dictionary(uniqueKeysWithValues: attributes.map { ($0.0, Self.text($0.1)) })
  }

  private static func text(_ value: SpanAttribute) -> String {
    switch value {
    case .string(let text): text
    case .int64(let number): "\(number)"
    case .int32(let number): "\(number)"
    default: "\(value)"
    }
  }
}
