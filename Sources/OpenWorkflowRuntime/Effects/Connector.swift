package import JSON
package import Juggler

/// Performs one kind of effect. Arguments and result are plain values: expressions are evaluated, references resolved.
package protocol Connector: Sendable {
  /// The name under which effects ask for it, such as `http`.
  var name: String { get }

  /// What the effect spends its time on.
  var activity: RunEvent.Activity { get }

  /// Performs the effect and returns its raw output.
  ///
  /// Throws a `Fault` without `instance` (the runtime adds it), or `CancellationError` once everything that the effect
  /// started, such as a connection or a process, has been ended because the task was cancelled.
  func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue
}

extension Connector {
  package var activity: RunEvent.Activity { .waiting }
}

/// What a connector may know of the step that it performs.
package struct EffectContext: Sendable {
  package var run: RunID
  package var step: StepID
  /// What keeps secrets out of whatever is written of the effect.
  package var mask: SecretMask

  package init(run: RunID, step: StepID, mask: SecretMask = .none) {
    self.run = run
    self.step = step
    self.mask = mask
  }

  /// `<run>/<step>`, such as `…/do/2/notify`, the same for every attempt of a step; in ASCII, as a header field wants it.
  package var idempotencyKey: String {
    var key = run.description
    key += step.withoutAttempts.description
    return key.addingPercentEncodingOutsideASCII
  }
}

extension StepID {
  /// The step, whichever try of the blocks around it this is.
  fileprivate var withoutAttempts: StepID {
    if scope.part == nil { return self }
    var scope = Scope.root
    for part in self.scope.parts {
      if case .attempt = part { continue }
      scope = scope.appending(part)
    }
    return StepID(task: task, scope: scope)
  }
}

extension String {
  fileprivate var addingPercentEncodingOutsideASCII: String {
    if utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return self }
    var encoded = ""
    for byte in utf8 {
      if byte > 0x20 && byte < 0x7F {
        encoded.unicodeScalars.append(UnicodeScalar(byte))
      } else {
        encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }
}
