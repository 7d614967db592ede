import AsyncPatterns
import JQ
import JSON
import Juggler
import OpenWorkflow

/// One evaluation of a template at one place.
struct TemplateEvaluation {
  let evaluator: Evaluator
  let dot: JSONValue
  let variables: Variables
  /// Steps that are left for all expressions together; `nil`: as many for each as jq's own budget allows.
  var stepsLeft: Int?

  mutating func value(of template: Template) throws(Evaluator.Failure) -> JSONValue {
    switch template {
    case .literal(let value): return value
    case .expression(let expression): return try value(of: expression)
    case .interpolation(let segments): return .string(try text(of: segments))
    case .array(let elements):
      var values: [JSONValue] = []
      values.reserveCapacity(elements.count)
      for element in elements { values.append(try value(of: element)) }
      return .array(values)
    case .object(let members):
      var object = JSONObject(minimumCapacity: members.count)
      for (key, member) in members { object[key] = try value(of: member) }
      return .object(object)
    case .loose(let expression, let text):
      do throws(Evaluator.Failure) {
        return try value(of: expression)
      } catch {
        if case .expression = error { return .string(text) }
        throw error
      }
    }
  }

  /// The result of an expression: `null` when it has none, an array when it has several.
  mutating func value(of expression: Expression) throws(Evaluator.Failure) -> JSONValue {
    let filter = expression.filter
    var values: [JSONValue] = []
    if !filter.usedVariables.isEmpty {
      values.reserveCapacity(filter.usedVariables.count)
      for name in filter.usedVariables { values.append(try variable(name, expression)) }
    }
    if stepsLeft != nil { return try boundedValue(of: expression, values) }
    var evaluation = filter.evaluate(dot, variables: values)
    var results: [JSONValue] = []
    while true {
      let progress: JQ.Evaluation.Progress
      do throws(EvaluationError) {
        progress = try evaluation.next(steps: Self.stepsBetweenChecks)
      } catch {
        throw failure(error, expression)
      }
      switch progress {
      case .output(let value): results.append(value)
      case .finished: return results.count == 1 ? results[0] : results.isEmpty ? .null : .array(results)
      case .paused:
        if Task.isCancelled { throw .cancelled }
        CPUPool.giveWay()
      }
    }
  }

  private mutating func boundedValue(
    of expression: Expression, _ values: [JSONValue]
  ) throws(Evaluator.Failure) -> JSONValue {
    var steps = stepsLeft ?? 0
    do throws(EvaluationError) {
      let results = try expression.filter.results(dot, variables: values, steps: &steps)
      stepsLeft = steps
      switch results {
      case .one(let value): return value
      case .none: return .null
      case .several(let values): return .array(values)
      case .unfinished: break
      }
    } catch {
      throw failure(error, expression)
    }
    throw .tooExpensive
  }

  private func failure(_ error: EvaluationError, _ expression: Expression) -> Evaluator.Failure {
    error.kind == .cancelled ? .cancelled : .expression(expression, on: dot, message: error.message)
  }

  /// How often an evaluation without a limit looks whether it is still wanted, and lets others have its core: 0.1 to 1 ms.
  private static let stepsBetweenChecks = 20_000

  mutating func uri(_ template: URITemplate) throws(Evaluator.Failure) -> String {
    do {
      return try template.expand(dot) { try value(of: $0) }
    } catch let error as URITemplate.ExpansionError {
      throw .uri(error)
    } catch let failure as Evaluator.Failure {
      throw failure
    } catch {
      throw .variable(error)
    }
  }

  private mutating func text(of segments: [Template.Segment]) throws(Evaluator.Failure) -> String {
    var text = ""
    for segment in segments {
      switch segment {
      case .text(let part): text += part
      case .expression(let expression): text += try value(of: expression).spliced
      }
    }
    return text
  }

  private func variable(_ name: String, _ expression: Expression) throws(Evaluator.Failure) -> JSONValue {
    if let local = Locals.value(of: name, in: variables.locals) { return local }
    switch name {
    case "context": return variables.context
    case "input": return variables.input ?? .null
    case "output": return variables.output ?? .null
    case "task": return variables.task?.json ?? .null
    case "workflow": return evaluator.run.json
    case "runtime": return RuntimeVersion.descriptor
    case "authorization": return variables.authorization ?? .null
    case "secrets":
      do {
        return try evaluator.secrets.values(of: expression.filter.members(of: "secrets"))
      } catch {
        throw .variable(error)
      }
    default: return .null
    }
  }
}

extension JSONValue {
  /// The value as it stands within a longer text: strings as they are, `null` as nothing, the rest as JSON.
  var spliced: String {
    switch self {
    case .string(let text): text
    case .null: ""
    default: serialized()
    }
  }
}
