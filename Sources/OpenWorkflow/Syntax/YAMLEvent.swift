internal import CYaml

extension YAMLComposer {
  /// A copy of what a libyaml event says.
  enum Event {
    struct Scalar {
      let text: String
      let style: Node.ScalarStyle
      let tag: String?
      let anchor: String?
      let position: SourcePosition
    }

    case alias(String, SourcePosition)
    case scalar(Scalar)
    case sequenceStart(anchor: String?, SourcePosition)
    case mappingStart(anchor: String?, SourcePosition)
    case documentStart(SourcePosition)
    /// The end of a list, a mapping, a document or the stream; also its start, which nobody reads.
    case end

    var isEnd: Bool { if case .end = self { true } else { false } }
  }
}

extension YAMLComposer.Event {
  init(_ event: yaml_event_t) {
    let position = SourcePosition(event.start_mark)
    switch event.type {
    case YAML_ALIAS_EVENT:
      self = .alias(String(zeroTerminated: event.data.alias.anchor) ?? "", position)
    case YAML_SCALAR_EVENT:
      self = .scalar(Scalar(event, position))
    case YAML_SEQUENCE_START_EVENT:
      self = .sequenceStart(anchor: String(zeroTerminated: event.data.sequence_start.anchor), position)
    case YAML_MAPPING_START_EVENT:
      self = .mappingStart(anchor: String(zeroTerminated: event.data.mapping_start.anchor), position)
    case YAML_DOCUMENT_START_EVENT:
      self = .documentStart(position)
    default:
      self = .end
    }
  }
}

extension YAMLComposer.Event.Scalar {
  fileprivate init(_ event: yaml_event_t, _ position: SourcePosition) {
    let scalar = event.data.scalar
    text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    style =
      switch scalar.style {
      case YAML_PLAIN_SCALAR_STYLE: .plain
      case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
      default: .quoted
      }
    tag = String(zeroTerminated: scalar.tag)
    anchor = String(zeroTerminated: scalar.anchor)
    self.position = position
  }
}

extension SourcePosition {
  init(_ mark: yaml_mark_t) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}

extension String {
  init?(zeroTerminated pointer: UnsafePointer<UInt8>?) {
    guard let pointer else { return nil }
    self.init(decodingCString: pointer, as: UTF8.self)
  }
}
