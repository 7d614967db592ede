/// What a `Content-Type` header says (RFC 9110, section 8.3).
struct MediaType: Sendable, Hashable {
  /// Type and subtype in lower case, such as `text/html`.
  var essence: String
  /// The parameter of that name in lower case, such as `utf-8`.
  var charset: String?

  init(_ header: String) {
    guard header != "application/json" else {
      essence = header
      return
    }
    let parts = header.utf8.split(separator: UInt8(ascii: ";")).map { Substring($0) }
    essence = parts.first.map { Self.trimmed($0).lowercased() } ?? ""
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, Self.trimmed(pair[0]).lowercased() == "charset" else { continue }
      charset = Self.trimmed(pair[1]).lowercased().filter { $0 != "\"" }
    }
  }

  var isJSON: Bool { essence == "application/json" || essence == "text/json" || essence.hasSuffix("+json") }

  var isText: Bool { essence.hasPrefix("text/") }

  /// Whether content of this type is no text, so that JSON can hold it only as base64.
  var isBinary: Bool {
    if essence.hasSuffix("+xml") || essence.hasSuffix("+json") || essence.hasSuffix("+yaml") { return false }
    return Self.binaryFamilies.contains { essence.hasPrefix($0) } || Self.binaryTypes.contains(essence)
  }

  private static let binaryFamilies = [
    "image/", "audio/", "video/", "font/", "application/vnd.openxmlformats-", "application/vnd.ms-",
  ]
  private static let binaryTypes: Set<String> = [
    "application/octet-stream", "application/pdf", "application/zip", "application/gzip", "application/x-gzip",
    "application/x-tar", "application/x-bzip2", "application/x-xz", "application/x-7z-compressed", "application/zstd",
    "application/wasm", "application/cbor", "application/msgpack", "application/x-msgpack", "application/protobuf",
    "application/x-protobuf", "application/avro", "application/vnd.apache.parquet", "application/java-archive",
  ]

  private static func trimmed(_ text: Substring) -> Substring {
    let bytes = text.utf8
    func isText(_ byte: UInt8) -> Bool { byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\t") }
    guard let first = bytes.firstIndex(where: isText), let last = bytes.lastIndex(where: isText)
    else { return "" }
    return text[first...last]
  }
}
