public import Juggler

/// What every `RunStore` must do, as checks that a test of a store runs:
///
/// ```swift
/// @Test(arguments: RunStoreContract.checks) func keepsTheContract(_ check: RunStoreContract.Check) async throws {
///   try await check.run(makeEmptyStore())
/// }
/// ```
///
/// A check throws a `ContractViolation` that says what was expected and what was found. Each wants an empty store.
public enum RunStoreContract {
  public struct Check: Sendable, CustomStringConvertible {
    /// What the store does when it passes.
    public let name: String
    private let body: @Sendable (any RunStore) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (any RunStore) async throws -> Void) {
      self.name = name
      self.body = body
    }

    public var description: String { name }

    public func run(_ store: any RunStore) async throws { try await body(store) }
  }

  public static let checks: [Check] =
    journalChecks + recordChecks + listChecks + transitionChecks + ownerChecks + claimChecks + definitionChecks
    + retentionChecks + feedChecks + eventChecks
}

/// A store did something else than its contract says.
public struct ContractViolation: Error, CustomStringConvertible {
  public let description: String
}

func expect(_ condition: Bool, _ what: @autoclosure () -> String, line: Int = #line) throws {
  if !condition { throw ContractViolation(description: "\(what()) (check at line \(line))") }
}

func expect<T: Equatable>(_ found: T, is expected: T, _ what: String, line: Int = #line) throws {
  try expect(found == expected, "\(what): expected \(expected), found \(found)", line: line)
}

func expectFenced(_ what: String, line: Int = #line, _ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch let error as StoreError where error.code == .fenced {
    return
  }
  throw ContractViolation(description: "\(what): expected the error 'fenced', found none (check at line \(line))")
}
