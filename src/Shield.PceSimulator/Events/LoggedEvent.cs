using System.Text.Json.Nodes;

namespace Shield.PceSimulator.Events;

/// <summary>One audit event (docs/pce.md#18-events).</summary>
internal sealed record LoggedEvent
{
    public required Guid Id { get; init; }

    /// <summary><c>resource.verb</c>.</summary>
    public required string Type { get; init; }

    public required DateTimeOffset At { get; init; }

    public string Status { get; init; } = "success";

    public string Severity { get; init; } = "info";

    /// <summary>Null: an agent or the system itself.</summary>
    public required ApiUser? By { get; init; }

    public required EventAction? Action { get; init; }

    /// <summary>The agent that did it; null where it was none.</summary>
    public string? AgentHref { get; init; }

    public IReadOnlyList<Notification> Notifications { get; init; } = [];

    /// <summary>
    /// Made into JSON when the event is read: the states before and after are kept anyway, and their texts would take much memory.
    /// </summary>
    public Func<JsonObject>? Change { get; init; }

    /// <summary>Exactly one of user, agent and system.</summary>
    public JsonObject WriteAuthor() =>
        this switch
        {
            { By: { } user } => new JsonObject
            {
                ["user"] = new JsonObject { ["href"] = user.Href, ["username"] = user.Username },
            },
            { AgentHref: { } agent } => new JsonObject { ["agent"] = new JsonObject { ["href"] = agent } },
            _ => new JsonObject { ["system"] = new JsonObject() },
        };
}

internal sealed record EventAction(string Method, string Endpoint, int Status, string SourceIp);
