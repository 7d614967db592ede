/// What is measured together and printed as one section.
protocol Suite: Sendable {
  var name: String { get }
  var summary: String { get }
  func run() async throws
}
