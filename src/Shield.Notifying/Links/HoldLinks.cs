using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Telling;
using Shield.Hosting.Settings;
using Shield.Pce.Calling;

namespace Shield.Notifying.Links;

/// <summary>
/// Adds to news of holds where each is approved or rejected: pages of <c>shield run</c> (docs/service.md#links-that-decide).
/// </summary>
public sealed class HoldLinks
{
    /// <summary>Where the pages lie below <c>Service:PublicUrl</c>.</summary>
    public const string Path = "held";

    /// <summary>Of a message that holds more, the most severe parties have links; for others there are commands.</summary>
    private const int MostParties = 50;

    private readonly string _place;
    private readonly Secret _secret;
    private readonly TimeSpan _life;
    private readonly string _owner;
    private readonly TimeProvider _clock;

    private HoldLinks(Uri place, Secret secret, TimeSpan life, string owner, TimeProvider clock) =>
        (_place, _secret, _life, _owner, _clock) = ($"{place.AbsoluteUri.TrimEnd('/')}/{Path}", secret, life, owner, clock);

    /// <returns>Null where no links are wanted.</returns>
    public static HoldLinks? Of(ShieldSettings settings, TimeProvider clock) =>
        settings.Service is { PublicUrl: { } place, LinkSecret: { } secret }
            ? new HoldLinks(place, secret, settings.Service.LinkLife, settings.Pce.OwnerId ?? "", clock)
            : null;

    public Message AddTo(Message message)
    {
        var left = MostParties;
        return message with { News = [.. message.News.Select(news => news.Hold is { } hold && left-- > 0 ? With(news, hold) : news)] };

        News With(News news, string hold) => news with { Links = Pair(news, hold, message.Channel) };
    }

    private HoldLinkPair Pair(News news, string hold, string channel)
    {
        // What waits ends by itself, and a link must not decide about what begins after that.
        var until = _clock.GetUtcNow() + _life;
        until = news.Until < until ? news.Until.Value : until;
        return new HoldLinkPair(Link(ActKind.Approve), Link(ActKind.Reject), until);

        string Link(ActKind asks) =>
            $"{_place}/"
            + new HoldToken
            {
                Asks = asks,
                Channel = channel,
                Party = Indicator.Parse(news.Indicator!),
                Hold = hold,
                Until = until,
                Nonce = HoldToken.NewNonce(),
            }.Sign(_secret, _owner);
    }
}
