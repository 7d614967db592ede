#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the stream that a person reads can show.
struct TerminalTraits: Sendable, Equatable {
  /// Whether lines can be drawn over.
  var isInteractive: Bool
  var columns: Int
  var rows: Int
  var style: TextStyle

  /// - Parameters:
  ///   - size: of the terminal; `nil` when the stream is none.
  init(size: (columns: Int, rows: Int)?, environment: Environment) {
    let isDumb = environment["TERM"] == "dumb"
    let isColorless = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    isInteractive = size != nil && !isDumb && !isColorless
    let columns = [environment["COLUMNS"].flatMap { Int($0) }, size?.columns].compactMap(\.self).first { $0 > 0 }
    self.columns = columns ?? 80
    rows = size.map(\.rows).flatMap { $0 > 0 ? $0 : nil } ?? 24
    style = TextStyle(usesColor: isInteractive, usesUnicode: Self.isUnicode(environment))
  }

  /// Of a file descriptor of this process.
  init(of descriptor: Int32, environment: Environment = .process) {
    var size: (columns: Int, rows: Int)?
    if Self.isTerminal(descriptor) {
      var window = winsize()
      let known = ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0
      size = known ? (Int(window.ws_col), Int(window.ws_row)) : (0, 0)
    }
    self.init(size: size, environment: environment)
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Unless the locale asks for something else: an unset one is common where everything speaks UTF-8.
  private static func isUnicode(_ environment: Environment) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
    guard let locale else { return true }
    return locale.uppercased().contains("UTF")
  }
}
