/// Names one effect of a run, the same on every replay: it comes from the document, not from the order in which
/// branches happen to run.
public struct StepID: Sendable, Hashable {
  /// The task's reference: a JSON Pointer into the definition, such as `/do/2/notify`.
  public var task: String
  /// Which pass through that task it is, outermost first.
  public var scope: Scope

  public init(task: String, scope: Scope = .root) {
    self.task = task
    self.scope = scope
  }
}

extension StepID {
  /// The rounds, attempts and calls that surround a step, shared by all steps within them.
  public final class Scope: Sendable {
    public enum Part: Sendable, Hashable {
      /// A round of a loop, from 0.
      case iteration(Int)
      /// A try of a retried block, from 1.
      case attempt(Int)
      /// A pass over a task after control flow jumped back in its list, numbered by the jump from 1; or a name that code uses
      /// again, from 1.
      case visit(Int)
      /// The reference of the task that called a function.
      case call(String)
    }

    public static let root = Scope(parent: nil, part: nil)

    public let parent: Scope?
    public let part: Part?

    private init(parent: Scope?, part: Part?) {
      self.parent = parent
      self.part = part
    }

    public func appending(_ part: Part) -> Scope { Scope(parent: self, part: part) }

    /// Outermost first.
    public var parts: [Part] {
      var parts: [Part] = []
      var scope = self
      while let part = scope.part, let parent = scope.parent {
        parts.append(part)
        scope = parent
      }
      return parts.reversed()
    }

    /// The indices of the surrounding rounds, outermost first.
    public var iterations: [Int] {
      parts.compactMap { if case .iteration(let index) = $0 { index } else { nil } }
    }

    /// The number of the innermost surrounding attempt, from 1.
    public var attempt: Int {
      var scope: Scope? = self
      while let current = scope {
        if case .attempt(let number)? = current.part { return number }
        scope = current.parent
      }
      return 1
    }
  }
}

extension StepID.Scope: Hashable {
  public static func == (a: StepID.Scope, b: StepID.Scope) -> Bool {
    a === b || (a.part == b.part && a.parent == b.parent)
  }

  public func hash(into hasher: inout Hasher) {
    var scope: StepID.Scope? = self
    while let current = scope {
      hasher.combine(current.part)
      scope = current.parent
    }
  }
}

extension StepID: CustomStringConvertible {
  /// The text under which the journal keeps it: `/do/2/notify`, then each part, as in `/do/2/notify#i3#a2`.
  /// A `#` within a reference is doubled.
  public var description: String {
    var text = Self.escaped(task)
    if scope.part == nil { return text }
    for part in scope.parts {
      switch part {
      case .iteration(let index): text += "#i\(index)"
      case .attempt(let number): text += "#a\(number)"
      case .visit(let number): text += "#v\(number)"
      case .call(let reference): text += "#c\(Self.escaped(reference))"
      }
    }
    return text
  }

  private static func escaped(_ reference: String) -> String {
    guard reference.utf8.contains(UInt8(ascii: "#")) else { return reference }
    return reference.split(separator: "#", omittingEmptySubsequences: false).joined(separator: "##")
  }
}
