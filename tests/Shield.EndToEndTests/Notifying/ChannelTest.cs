using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Shield.Core.Telling;
using Shield.Hosting.Settings;
using Shield.Notifying;

namespace Shield.EndToEndTests.Notifying;

/// <summary>A channel as settings make it, and a message as hostile as findings can be.</summary>
public abstract class ChannelTest
{
    /// <summary>Controls, a turn of the reading direction, markup of every kind, a line of its own, and quotes.</summary>
    protected const string Hostile =
        "<!channel> <https://evil.example|here> [click](https://evil.example) *bold* "
        + "\u202egnp.exe\u001b[2J\nSubject: forged\r\n\"],]\\ =1+1 &lt;";

    protected static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private protected static readonly Patience Short = new()
    {
        Attempt = TimeSpan.FromMilliseconds(500),
        All = TimeSpan.FromSeconds(3),
        FirstPause = TimeSpan.FromMilliseconds(10),
    };

    /// <summary>Of a busy machine.</summary>
    private static readonly Patience Calm = Short with { Attempt = TimeSpan.FromSeconds(10), All = TimeSpan.FromSeconds(30) };

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected static ImmutableArray<ChannelSettings> Channels(params string[] settings) =>
        ShieldSettings.From([SettingLayer.OfAssignments([.. settings, "Pce:OwnerId=prod"])], needsPce: false).Channels;

    private protected static ChannelSettings Channel(string kind, string url, params string[] more) =>
        Channels([$"Notify:ops:Kind={kind}", $"Notify:ops:Url={url}", .. more.Select(one => $"Notify:ops:{one}")]).Single();

    private protected static News News(NewsKind kind, string text, double? severity = null, string id = "0") =>
        new()
        {
            Id = id,
            Kind = kind,
            At = Now,
            Text = text,
            Indicator = "203.0.113.9",
            Direction = "inbound",
            Reason = "ask",
            FindingType = Hostile,
            Severity = severity,
            Accounts = ["111122223333"],
            Until = Now.AddDays(7),
            Who = Hostile,
        };

    private protected static Message Message(params News[] news) => global::Shield.Notifying.Message.Of([.. news], "ops", "prod", Now);

    private protected static Message HostileMessage =>
        Message(News(NewsKind.Blocked, "203.0.113.9 is blocked inbound", 8), News(NewsKind.Held, $"{Hostile} waits for a person", 5, "1"));

    private protected static async Task<Delivery> SendAsync(ChannelSettings settings, Message message, Patience? patience = null)
    {
        using var channels = ChannelSet.Open(TimeProvider.System);
        return await channels.SendAsync(settings, message, patience ?? Calm, Token);
    }

    private protected static JsonNode Json(byte[] bytes) => JsonNode.Parse(Encoding.UTF8.GetString(bytes))!;
}
