namespace Shield.Core.Telling;

/// <summary>Something that is wrong for as long as it is: told once when it comes, and once more when it is over.</summary>
/// <param name="Key">The same for as long as it is the same problem: <c>not-enforced:inbound</c>.</param>
/// <param name="Text">For people, a sentence without a full stop; may hold text from outside.</param>
public sealed record Problem(NewsKind Kind, string Key, string Text)
{
    /// <summary>Of what whoever runs the loop found wrong with itself, such as one of its sources.</summary>
    public const string OfHost = "host:";

    /// <summary>So long it must have lasted before it is told: a PCE that fails one call in twenty wakes nobody.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>A reason code; null where there is none.</summary>
    public string? Reason { get; init; }

    /// <summary>The greatest severity that it concerns; null where it is about none.</summary>
    public double? Severity { get; init; }

    /// <param name="name">The same for as long as it is the same problem.</param>
    /// <param name="text">For people.</param>
    public static Problem InHost(string name, string text) => new(NewsKind.Unhealthy, OfHost + name, text);

    internal News ToNews(DateTimeOffset since) =>
        new()
        {
            Id = News.IdOf(Kind, Key, since.ToString("O")),
            Kind = Kind,
            At = since,
            Text = Text,
            Reason = Reason,
            Severity = Severity,
        };
}
