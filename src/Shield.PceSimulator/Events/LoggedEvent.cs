using System.Text.Json.Nodes;

namespace Shield.PceSimulator.Events;

/// <summary>One audit event (pce-api.md 5).</summary>
internal sealed record LoggedEvent
{
    public required Guid Id { get; init; }

    /// <summary><c>resource.verb</c>.</summary>
    public required string Type { get; init; }

    public required DateTimeOffset At { get; init; }

    public string Status { get; init; } = "success";

    public string Severity { get; init; } = "info";

    /// <summary>Null: the system itself.</summary>
    public required ApiUser? By { get; init; }

    public required EventAction? Action { get; init; }

    /// <summary>Written when read: the states before and after are kept anyway, their JSON is not.</summary>
    public Func<JsonObject>? Change { get; init; }
}

internal sealed record EventAction(string Method, string Endpoint, int Status, string SourceIp);
