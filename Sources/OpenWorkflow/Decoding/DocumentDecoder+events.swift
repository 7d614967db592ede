internal import JSON

extension DocumentDecoder {
  func emit(_ cursor: Cursor, _ scope: Scope) -> EmitTask? {
    guard var fields = fields(cursor, as: "a mapping with 'event'") else { return nil }
    let event = require("event", of: &fields, "the event to publish")
    close(fields)
    guard let event, var eventFields = self.fields(event, as: "a mapping with 'with'") else { return nil }
    let with = require("with", of: &eventFields, "the event's attributes")
    close(eventFields)
    guard let with, let attributes = attributes(with, scope) else { return nil }
    if with.child("type") == nil {
      error("the event needs a 'type', such as 'com.example.order.placed.v1'", atKeyOf: with)
    }
    return EmitTask(attributes: attributes)
  }

  /// The attributes of an event; an event's own are checked, extensions may have any value.
  private func attributes(_ cursor: Cursor, _ scope: Scope) -> [(name: String, value: Template)]? {
    guard case .mapping(let members) = cursor.node.content else {
      expected("a mapping of the event's attributes, such as 'type' and 'source'", cursor)
      return nil
    }
    let values = members.map { member -> Template? in
      let attribute = cursor.descend(member)
      switch member.key {
      case "id", "source", "type", "time", "subject", "datacontenttype", "dataschema":
        return textTemplate(attribute, scope)
      default:
        return template(attribute, scope)
      }
    }
    return collected(values).map { zip(members, $0).map { ($0.key, $1) } }
  }

  func listen(_ cursor: Cursor, _ task: inout Fields, _ scope: Scope) -> ListenTask? {
    let iterator = task.take("foreach")
    guard var fields = fields(cursor, as: "a mapping with 'to'") else { return nil }
    let to = require("to", of: &fields, "the events to listen to").flatMap { eventStrategy($0, scope) }
    let read = fields.take("read").flatMap { choice($0, EventReading.self) } ?? .data
    close(fields)
    let forEach = iterator.flatMap { subscriptionIterator($0, scope) }
    return to.map { ListenTask(to: $0, read: read, forEach: forEach) }
  }

  func eventStrategy(_ cursor: Cursor, _ scope: Scope, isUntil: Bool = false) -> EventStrategy? {
    guard var fields = fields(cursor, as: "a mapping with 'one', 'any' or 'all'") else { return nil }
    let strategy = single(["one", "any", "all"], of: &fields, "the events")
    let until = isUntil ? nil : fields.take("until")
    close(fields)
    if let until, strategy?.lastKey != "any", strategy != nil {
      error("'until' has a meaning only beside 'any'; remove it, or listen to 'any'", atKeyOf: until)
    }
    guard let strategy else { return nil }
    switch strategy.lastKey {
    case "one": return eventFilter(strategy, scope).map { .one($0) }
    case "all": return eventFilters(strategy, scope).map { .all($0) }
    default:
      let end = until.map { self.until($0, scope) }
      return eventFilters(strategy, scope).map { .any($0, until: end ?? nil) }
    }
  }

  private func until(_ cursor: Cursor, _ scope: Scope) -> EventStrategy.Until? {
    if cursor.text != nil { return expression(cursor, scope).map { .condition($0) } }
    guard case .mapping = cursor.node.content else {
      expected("an expression, or a mapping with 'one', 'any' or 'all'", cursor)
      return nil
    }
    return eventStrategy(cursor, scope, isUntil: true).map { .consumed($0) }
  }

  private func eventFilters(_ cursor: Cursor, _ scope: Scope) -> [EventFilter]? {
    guard let items = items(cursor, of: "events", hint: "write each as '- with: { type: … }'") else { return nil }
    return collected(items.map { eventFilter($0, scope) })
  }

  private func eventFilter(_ cursor: Cursor, _ scope: Scope) -> EventFilter? {
    guard var fields = fields(cursor, as: "a mapping with 'with'") else { return nil }
    let with = require("with", of: &fields, "the attributes that the event must have")
    let correlate = fields.take("correlate").map { correlations($0, scope) } ?? []
    close(fields)
    guard let with, let attributes = attributes(with, scope), let correlate else { return nil }
    if attributes.isEmpty { error("'with' must name an attribute at least, such as 'type'", at: with) }
    return EventFilter(attributes: attributes, correlate: correlate)
  }

  private func correlations(_ cursor: Cursor, _ scope: Scope) -> [EventFilter.Correlation]? {
    guard let members = members(cursor, of: "correlations") else { return nil }
    return collected(
      members.map { member in
        guard var fields = fields(member, as: "a mapping with 'from'") else { return nil }
        let from = require("from", of: &fields, "what to take from the event").flatMap { expression($0, scope) }
        let expect = fields.take("expect").flatMap { textTemplate($0, scope) }
        close(fields)
        return from.map { EventFilter.Correlation(name: member.lastKey, from: $0, expect: expect) }
      })
  }

  func subscriptionIterator(_ cursor: Cursor, _ scope: Scope) -> SubscriptionIterator? {
    guard var fields = fields(cursor) else { return nil }
    let item = fields.take("item").flatMap(variableName) ?? "item"
    let at = self.at(&fields, beside: item)
    let inner = scope.adding(item, at)
    let tasks = fields.take("do").flatMap { taskList($0, inner) }
    let output = fields.take("output").flatMap { self.output($0, inner) }
    let export = fields.take("export").flatMap { self.export($0, inner) }
    close(fields)
    return SubscriptionIterator(item: item, at: at, tasks: tasks, output: output, export: export)
  }
}
