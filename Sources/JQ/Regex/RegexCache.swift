import Synchronization

/// The regular expressions a program has used, so that each is compiled once.
final class RegexCache: Sendable {
  struct Key: Hashable, Sendable {
    let pattern: String
    let options: Regex.Options
  }

  private let expressions = Mutex<[Key: Regex]>([:])
  private static let limit = 64

  func expression(_ key: Key) throws(RegexError) -> Regex {
    if let known = expressions.withLock({ $0[key] }) { return known }
    let made = try Regex(key.pattern, options: key.options)
    expressions.withLock { expressions in
      if expressions.count >= Self.limit { expressions.removeAll() }
      expressions[key] = made
    }
    return made
  }
}
