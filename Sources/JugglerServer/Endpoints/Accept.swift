import HTTPTypes
import Hummingbird

/// What a client takes (RFC 9110, section 12.5.1).
struct Accept {
  private struct Range {
    var type: String
    var quality: Double
  }

  private let ranges: [Range]

  init(_ request: Request) {
    let header = request.headers[values: .accept].joined(separator: ",")
    ranges = header.split(separator: ",").prefix(50).compactMap { text in
      let parts = text.split(separator: ";")
      guard let first = parts.first else { return nil }
      let quality = parts.dropFirst().lazy.compactMap { part -> Double? in
        let pair = part.split(separator: "=", maxSplits: 1)
        guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "q" else { return nil }
        return Double(pair[1].filter { $0 != " " })
      }.first
      return Range(type: MediaTypes.essence(of: String(first)), quality: quality ?? 1)
    }
  }

  /// How much a media type is wanted: 0 not at all.
  func quality(of type: String) -> Double {
    if ranges.isEmpty { return 1 }
    let family = type.prefix { $0 != "/" } + "/*"
    for pattern in [type, String(family), "*/*"] {
      if let range = ranges.first(where: { $0.type == pattern }) { return range.quality }
    }
    return 0
  }

  /// The type that is wanted most, the first of several; 406 when none is.
  func choose(_ offered: String...) throws -> String {
    var best: (type: String, quality: Double)?
    for type in offered {
      let quality = quality(of: type)
      if quality > best?.quality ?? 0 { best = (type, quality) }
    }
    guard let best else {
      throw Problem(.notAcceptable, "this can be had as \(offered.joined(separator: " or ")); Accept names neither")
    }
    return best.type
  }
}

extension Request {
  /// Whether the client names a type itself, and not just a range that covers it.
  func wants(_ type: String) -> Bool {
    for header in headers[values: .accept] where header.lowercased().contains(type) {
      return Accept(self).quality(of: type) > 0
    }
    return false
  }
}
