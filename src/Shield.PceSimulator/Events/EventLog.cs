using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Shield.PceSimulator.Http;
using Shield.PceSimulator.Policy;
using Shield.PceSimulator.RuleSets;

namespace Shield.PceSimulator.Events;

/// <summary>What happened, newest last; the oldest are forgotten, as on a PCE (docs/pce.md#18-events).</summary>
internal sealed class EventLog
{
    private const int MaxEvents = 10_000;

    private readonly LinkedList<LoggedEvent> _events = [];

    public IEnumerable<LoggedEvent> NewestFirst
    {
        get
        {
            for (var node = _events.Last; node is not null; node = node.Previous)
            {
                yield return node.Value;
            }
        }
    }

    public int Count => _events.Count;

    /// <summary>
    /// <c>ip_list.create</c>, <c>rule_set.update</c> and the like. What was not there before is null before, what is deleted is null after.
    /// </summary>
    public void Changed(
        Pce pce,
        Call call,
        int status,
        PolicyObject? before,
        PolicyObject? after,
        IReadOnlyList<Notification>? notifications = null
    )
    {
        var verb = (before, after) switch
        {
            (null, _) => "create",
            (_, null) => "delete",
            _ => "update",
        };
        var named = after ?? before!;
        Add(call, $"{named.Kind.Singular()}.{verb}", status, () => EventChanges.Of(pce, verb, before, after), notifications);
    }

    /// <summary>
    /// The manual's list has no event for deny rules (docs/pce.md#18-events), so a change of one is a change of its rule set.
    /// </summary>
    public void RuleChanged(Pce pce, Call call, int status, RuleSet ruleSet, Rule rule, string verb) =>
        Add(
            call,
            rule is AllowRule ? $"sec_rule.{verb}" : "rule_set.update",
            status,
            () => rule is AllowRule ? EventChanges.OfRule(pce, ruleSet, rule, verb) : EventChanges.Of(pce, "update", ruleSet, ruleSet)
        );

    public void Provisioned(Pce pce, Call call, PolicyVersion version) =>
        Add(call, "sec_policy.create", 201, () => EventChanges.OfVersion(pce, version));

    public void Restored(Pce pce, Call call, PolicyVersion version) =>
        Add(call, "sec_policy.restore", 201, () => EventChanges.OfRestore(pce, version));

    /// <summary>An attempt that a limit stopped.</summary>
    public void Refused(Call call, string type, int status, IReadOnlyList<Notification> notifications) =>
        Add(
            new LoggedEvent
            {
                Id = Guid.NewGuid(),
                Type = type,
                At = call.Now,
                Status = "failure",
                Severity = "err",
                By = call.User,
                Action = new EventAction(call.Method, call.Path, status, call.SourceIp),
                Notifications = notifications,
            }
        );

    public void Reverted(Call call) => Add(call, "sec_policy_pending.delete", 204, null);

    public void AuthenticationFailed(DateTimeOffset now, HttpRequest request) =>
        Add(
            new LoggedEvent
            {
                Id = Guid.NewGuid(),
                Type = "request.authentication_failed",
                At = now,
                Status = "failure",
                By = null,
                Action = new EventAction(
                    request.Method,
                    request.Path,
                    401,
                    request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1"
                ),
            }
        );

    private void Add(Call call, string type, int status, Func<JsonObject>? change, IReadOnlyList<Notification>? notifications = null) =>
        Add(
            new LoggedEvent
            {
                Id = Guid.NewGuid(),
                Type = type,
                At = call.Now,
                By = call.User,
                Action = new EventAction(call.Method, call.Path, status, call.SourceIp),
                Change = change,
                Notifications = notifications ?? [],
                Severity = notifications is [var worst, ..] ? worst.Severity : "info",
            }
        );

    public void Add(LoggedEvent happened)
    {
        _events.AddLast(happened);
        if (_events.Count > MaxEvents)
        {
            _events.RemoveFirst();
        }
    }
}
