/// What somebody wants of a run that another process may be driving.
public enum RunRequest: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// Look at the journal: something came that the run waits for.
  case wake
  case suspend
  case cancel

  /// A stronger request replaces a weaker one, and makes it pointless.
  public static func < (a: Self, b: Self) -> Bool { a.strength < b.strength }

  private var strength: Int {
    switch self {
    case .wake: 0
    case .suspend: 1
    case .cancel: 2
    }
  }
}
