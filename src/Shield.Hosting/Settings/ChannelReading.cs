using System.Collections.Immutable;
using System.Net.Mail;
using Shield.Aws.Topics;
using Shield.Core.Telling;
using Shield.Hosting.Settings.Rows;
using Shield.Pce.Calling;

namespace Shield.Hosting.Settings;

/// <summary><c>Notify:&lt;name&gt;:…</c>: which channels, and whether each can be one of its kind.</summary>
internal static class ChannelReading
{
    private const int ShortestSecret = 16;

    public static ImmutableArray<ChannelSettings> Read(SettingReader reader) =>
        [
            .. reader
                .Names(NotifyRows.Section)
                .Where(name => SettingTable.Find($"{NotifyRows.Section}:{name}") is null)
                .Select(name => name.ToLowerInvariant())
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(name => ReadOne(reader, name))
                .OfType<ChannelSettings>(),
        ];

    private static ChannelSettings? ReadOne(SettingReader reader, string name)
    {
        if (!GivenName.IsOne(name))
        {
            reader.Fault($"{NotifyRows.Section}:{name}", $"a channel is called by {GivenName.Form}");
            return null;
        }

        var (kind, url) = (reader.Value(NotifyRows.Kind, KeyOf(NotifyRows.Kind)), reader.Value(NotifyRows.Url, KeyOf(NotifyRows.Url)));
        var on = reader.List(NotifyRows.On, KeyOf(NotifyRows.On));
        var channel = new ChannelSettings
        {
            Name = name,
            Kind = kind ?? ChannelKind.Webhook,
            Url = url ?? Secret.Of(""),
            Secret = reader.Value(NotifyRows.Secret, KeyOf(NotifyRows.Secret)),
            From = reader.Value(NotifyRows.From, KeyOf(NotifyRows.From)),
            To = reader.List(NotifyRows.To, KeyOf(NotifyRows.To)),
            On = on.IsEmpty ? NewsKinds.All : on,
            MinimumSeverity = reader.Value(NotifyRows.MinimumSeverity, KeyOf(NotifyRows.MinimumSeverity)),
            Accounts = reader.List(NotifyRows.Accounts, KeyOf(NotifyRows.Accounts)),
            Digest = reader.Value(NotifyRows.Digest, KeyOf(NotifyRows.Digest)),
            QuietHours = reader.Value(NotifyRows.QuietHours, KeyOf(NotifyRows.QuietHours)),
        };
        ImmutableArray<(Setting Setting, string What)> broken =
        [
            .. kind is null && reader.Text(KeyOf(NotifyRows.Kind)) is null
                ? [(NotifyRows.Kind, $"is required: {NotifyRows.Kind.Form["must be ".Length..]}")]
                : Array.Empty<(Setting, string)>(),
            .. url is null ? [(NotifyRows.Url, "is required")]
            : kind is null ? []
            : RulesOf(channel),
        ];
        foreach (var (setting, what) in broken)
        {
            reader.Fault(KeyOf(setting), what);
        }

        return broken.IsEmpty && kind is not null ? channel : null;

        string KeyOf(Setting setting) => setting.KeyNamed(name);
    }

    /// <summary>What is wrong with a channel of its kind. Never a word of the URL, which may be a secret.</summary>
    private static IEnumerable<(Setting Setting, string What)> RulesOf(ChannelSettings channel)
    {
        var text = channel.Url.Reveal();
        var url = Uri.TryCreate(text, UriKind.Absolute, out var parsed) ? parsed : null;
        switch (channel.Kind)
        {
            case ChannelKind.Sns when !TopicClient.IsTopic(text):
                yield return (NotifyRows.Url, "must be the ARN of a topic, such as arn:aws:sns:eu-west-1:111122223333:shield");
                break;
            case ChannelKind.Webhook or ChannelKind.Slack or ChannelKind.Teams when url is null || !SettingType.IsForWeb(url):
                yield return (NotifyRows.Url, "must be https://…; http on loopback only");
                break;
            case ChannelKind.Email when url is not { Scheme: "smtp" or "smtps", Host.Length: > 0 }:
                yield return (NotifyRows.Url, "must be smtp://user@host:587, or smtps://user@host:465");
                break;
            case ChannelKind.Syslog when url is not { Scheme: "udp" or "tcp" or "tls", Host.Length: > 0 }:
                yield return (NotifyRows.Url, "must be udp://host:514, tcp://host:601 or tls://host:6514");
                break;
        }

        if (url is not null && url.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            yield return (NotifyRows.Url, "must hold no password: that is the setting Secret");
        }

        if (channel is { Kind: ChannelKind.Webhook } && !(channel.Secret?.Reveal().Length >= ShortestSecret))
        {
            yield return (
                NotifyRows.Secret,
                $"is required of a webhook, at least {ShortestSecret} characters: whoever gets a message checks it"
            );
        }

        if (channel.Kind is not ChannelKind.Email)
        {
            yield break;
        }

        if (channel.Secret is not null && url?.UserInfo is "")
        {
            yield return (NotifyRows.Secret, "is the password of a user, and Url names none: smtp://user@host");
        }

        if (channel.From is null || !IsMail(channel.From))
        {
            yield return (NotifyRows.From, "is required of e-mail: an address such as shield@example.com");
        }

        if (channel.To.IsEmpty || !channel.To.All(IsMail))
        {
            yield return (NotifyRows.To, "is required of e-mail: addresses such as soc@example.com");
        }
    }

    private static bool IsMail(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text;
}
