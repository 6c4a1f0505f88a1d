using System.Collections.Immutable;
using Shield.Core.Telling;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings;

/// <summary>What a channel of notifications speaks.</summary>
public enum ChannelKind
{
    /// <summary>JSON of ours, signed.</summary>
    Webhook,

    Slack,
    Teams,

    /// <summary>By SMTP.</summary>
    Email,

    /// <summary>A topic of Amazon SNS.</summary>
    Sns,

    /// <summary>RFC 5424.</summary>
    Syslog,
}

public static class ChannelKinds
{
    /// <summary>As in settings and in JSON.</summary>
    public static string ToWord(this ChannelKind kind) => SettingType.Lower(kind);
}

/// <summary><c>Notify:&lt;name&gt;:…</c>: one channel of notifications.</summary>
public sealed record ChannelSettings
{
    public required string Name { get; init; }

    public required ChannelKind Kind { get; init; }

    /// <summary>Where it leads; of Slack and Teams whoever knows it may write there, so it is a secret.</summary>
    public required Secret Url { get; init; }

    /// <summary>Signs what a webhook gets, and logs in at a mail server; null where neither is wanted.</summary>
    public Secret? Secret { get; init; }

    /// <summary>Of e-mail: the sender.</summary>
    public string? From { get; init; }

    /// <summary>Of e-mail: the receivers.</summary>
    public ImmutableArray<string> To { get; init; } = [];

    public ImmutableArray<NewsKind> On { get; init; } = NewsKinds.All;

    public double MinimumSeverity { get; init; }

    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>At most one message in that time; zero: as soon as there is news.</summary>
    public TimeSpan Digest { get; init; }

    /// <summary>Null: at any time.</summary>
    public QuietHours? QuietHours { get; init; }

    /// <summary>Which news it wants.</summary>
    public Interest Interest =>
        new()
        {
            Kinds = On,
            MinimumSeverity = MinimumSeverity,
            Accounts = Accounts,
        };
}
