extension Duration {
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

  /// For a person, in about three digits: `0 ms`, `412 µs`, `8.3 ms`, `1.2 s`, `2 min 5 s`, `3 h 12 min`.
  var readable: String {
    let seconds = inSeconds
    switch seconds {
    case ..<0.000_000_5: return "0 ms"
    case ..<0.000_999_5: return "\(Int((seconds * 1e6).rounded())) µs"
    case ..<0.009_95: return "\(Self.tenths(seconds * 1000)) ms"
    case ..<0.999_5: return "\(Int((seconds * 1000).rounded())) ms"
    case ..<59.95: return "\(Self.tenths(seconds)) s"
    case ..<3599.5:
      let whole = Int(seconds.rounded())
      return "\(whole / 60) min \(whole % 60) s"
    default:
      let minutes = Int((seconds / 60).rounded())
      return "\(minutes / 60) h \(minutes % 60) min"
    }
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
