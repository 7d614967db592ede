internal import CYaml
internal import JSON

/// Composes the tree of a YAML document from libyaml's events.
///
/// Yams' own composer stops at the first duplicate key, knows YAML 1.1 scalars, and hashes what aliases
/// expand to, so that a small document can keep it busy for ever; hence the events.
struct YAMLComposer: ~Copyable {
  private let text: UnsafeBufferPointer<UInt8>
  /// libyaml keeps the parser's address, hence the allocation.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var anchors: [String: Node] = [:]
  private var depth = 0
  private var aliasedNodes = 0
  /// Problems that do not keep the rest from being read.
  private(set) var problems: [SyntaxProblem] = []

  /// Reads the only document of `text`; `nil` when there is none.
  static func compose(
    _ text: UnsafeBufferPointer<UInt8>
  ) -> (root: Node?, problems: [SyntaxProblem]) {
    var composer = YAMLComposer(text)
    do {
      let root = try composer.compose()
      return (root, composer.problems)
    } catch {
      return (nil, composer.problems + [error])
    }
  }

  private init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    yaml_parser_initialize(parser)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  private mutating func compose() throws(SyntaxProblem) -> Node? {
    _ = try next()  // the start of the stream
    guard case .documentStart = try next() else { return nil }
    let root = try node(next())
    _ = try next()  // the end of the document
    if case .documentStart(let position) = try next() {
      throw SyntaxProblem(
        message: "expected one document, found a second one; put each workflow into a file of its own",
        position: position)
    }
    return root
  }

  private mutating func node(_ event: Event) throws(SyntaxProblem) -> Node {
    switch event {
    case .alias(let name, let position):
      return try alias(name, position)
    case .scalar(let scalar):
      let node = resolve(scalar)
      register(node, scalar.anchor)
      return node
    case .sequenceStart(let anchor, let position):
      try enter(position)
      var items: [Node] = []
      var event = try next()
      while !event.isEnd {
        items.append(try node(event))
        event = try next()
      }
      depth -= 1
      let node = Node(sequence: items, position: position)
      register(node, anchor)
      return node
    case .mappingStart(let anchor, let position):
      try enter(position)
      var mapping = MappingBuilder()
      var event = try next()
      while !event.isEnd {
        let key = try node(event)
        let value = try node(next())
        if let problem = mapping.add(key: key, value: value) { problems.append(problem) }
        event = try next()
      }
      depth -= 1
      let node = Node(mapping: mapping.members, position: position)
      register(node, anchor)
      return node
    case .documentStart, .end:
      return Node(text: "", style: .plain, value: .null, position: SourcePosition(line: 1, column: 1))
    }
  }

  private mutating func enter(_ position: SourcePosition) throws(SyntaxProblem) {
    depth += 1
    if depth > SyntaxLimits.depth { throw .tooDeep(position) }
  }

  private mutating func register(_ node: Node, _ anchor: String?) {
    if let anchor { anchors[anchor] = node }
  }

  private mutating func alias(_ name: String, _ position: SourcePosition) throws(SyntaxProblem) -> Node {
    guard let node = anchors[name] else {
      let hint = nearest(to: name, among: anchors.keys.sorted()).map { "; did you mean '*\($0)'?" } ?? ""
      throw SyntaxProblem(message: "no anchor '&\(name)' stands before the alias '*\(name)'\(hint)", position: position)
    }
    aliasedNodes += node.weight
    if aliasedNodes > SyntaxLimits.aliasedNodes {
      throw SyntaxProblem(
        message: "aliases expand to more than \(SyntaxLimits.aliasedNodes) values, which is refused", position: position
      )
    }
    return node
  }

  private mutating func resolve(_ scalar: Event.Scalar) -> Node {
    let value: JSONValue
    do {
      value = try YAMLScalar.resolve(scalar.text, style: scalar.style, tag: scalar.tag, position: scalar.position)
    } catch {
      problems.append(error)
      value = .string(scalar.text)
    }
    return Node(text: scalar.text, style: scalar.style, value: value, position: scalar.position)
  }

  private mutating func next() throws(SyntaxProblem) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw SyntaxProblem(parser.pointee, text) }
    defer { yaml_event_delete(&event) }
    return Event(event)
  }
}

extension SyntaxProblem {
  static func tooDeep(_ position: SourcePosition) -> SyntaxProblem {
    SyntaxProblem(
      message: "lists and mappings are nested more than \(SyntaxLimits.depth) levels deep, which is refused",
      position: position)
  }
}
