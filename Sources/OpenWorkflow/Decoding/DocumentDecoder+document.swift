internal import JSON

extension DocumentDecoder {
  func document(_ cursor: Cursor) -> Document? {
    guard var fields = fields(cursor) else { return nil }
    let dsl = require("dsl", of: &fields, "the version of the DSL, such as '1.0.3'").flatMap(dslVersion)
    let namespace = require("namespace", of: &fields, "such as 'default'").flatMap(label)
    let name = require("name", of: &fields, "the workflow's name").flatMap(label)
    let version = require("version", of: &fields, "the workflow's version, such as '1.0.0'").flatMap(semanticVersion)
    let title = fields.take("title").flatMap { text($0) }
    let summary = fields.take("summary").flatMap { text($0) }
    let tags = fields.take("tags").flatMap(object)
    let metadata = fields.take("metadata").flatMap(object)
    close(fields)
    guard let dsl, let namespace, let name, let version else { return nil }
    return Document(
      dsl: dsl, namespace: namespace, name: name, version: version, title: title, summary: summary,
      tags: tags ?? [:], metadata: metadata ?? [:])
  }

  func object(_ cursor: Cursor) -> JSONObject? {
    if let object = cursor.value.objectValue { return object }
    expected("a mapping", cursor)
    return nil
  }

  private func dslVersion(_ cursor: Cursor) -> String? {
    guard let text = versionText(cursor) else { return nil }
    if text.hasPrefix("1.0."), SemanticVersion.isValid(text) { return text }
    error("DSL version '\(text.abbreviated)' is not supported; this runtime reads 1.0.x, such as '1.0.3'", at: cursor)
    return nil
  }

  /// A version's text; `1.0` without quotes is a number, and has not enough parts anyway.
  private func versionText(_ cursor: Cursor) -> String? {
    if case .scalar(let text, .plain) = cursor.node.content, cursor.value.doubleValue != nil { return text }
    return fixedText(cursor, as: "a semantic version")
  }

  private func semanticVersion(_ cursor: Cursor) -> String? {
    guard let text = versionText(cursor) else { return nil }
    if SemanticVersion.isValid(text) { return text }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    var hint = "such as '1.0.0'"
    if text.hasPrefix("v"), SemanticVersion.isValid(String(text.dropFirst())) {
      hint = "did you mean '\(text.dropFirst())'?"
    } else if parts.count < 3, parts.allSatisfy({ Int($0) != nil }) {
      hint = "did you mean '\(text)\(String(repeating: ".0", count: 3 - parts.count))'?"
    }
    error("\(cursor.name) must be a semantic version, found '\(text.abbreviated)'; \(hint)", at: cursor)
    return nil
  }

  /// A name that may stand in a host name (RFC 1123).
  private func label(_ cursor: Cursor) -> String? {
    guard let text = fixedText(cursor, as: "a name") else { return nil }
    let isAlphanumeric = { (byte: UInt8) in isUnreserved(byte) && !"-._~".utf8.contains(byte) }
    let bytes = text.utf8
    if bytes.count <= 63, bytes.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") }),
      bytes.first.map(isAlphanumeric) == true, bytes.last.map(isAlphanumeric) == true
    {
      return text
    }
    error(
      "\(cursor.name) must be 1 to 63 letters, digits and inner hyphens, found '\(text.abbreviated)'", at: cursor)
    return nil
  }
}

/// Semantic Versioning 2.0.0.
enum SemanticVersion {
  static func isValid(_ text: String) -> Bool {
    let build = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    let release = build[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = release[0].split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count == 3, numbers.allSatisfy(isNumber) else { return false }
    if release.count == 2 {
      let identifiers = release[1].split(separator: ".", omittingEmptySubsequences: false)
      guard identifiers.allSatisfy({ isIdentifier($0) && (!isDigits($0) || isNumber($0)) }) else { return false }
    }
    return build.count == 1
      || build[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isIdentifier)
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isNumber(_ text: Substring) -> Bool {
    isDigits(text) && (text.utf8.count == 1 || text.utf8.first != UInt8(ascii: "0"))
  }

  private static func isIdentifier(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { isUnreserved($0) && !"._~".utf8.contains($0) }
  }
}
