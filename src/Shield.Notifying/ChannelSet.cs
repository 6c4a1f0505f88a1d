using Shield.Aws.Topics;
using Shield.Hosting.Settings;
using Shield.Notifying.Channels;

namespace Shield.Notifying;

/// <summary>Makes channels of their settings.</summary>
public sealed class ChannelSet : IDisposable
{
    private readonly HttpClient _web;
    private readonly HttpClient _loopback;
    private readonly TimeProvider _clock;

    private ChannelSet(HttpClient web, HttpClient loopback, TimeProvider clock) => (_web, _loopback, _clock) = (web, loopback, clock);

    public static ChannelSet Open(TimeProvider clock) =>
        new(
            new HttpClient(WebClient.HandlerFor(isLoopback: false)) { Timeout = Timeout.InfiniteTimeSpan },
            new HttpClient(WebClient.HandlerFor(isLoopback: true)) { Timeout = Timeout.InfiniteTimeSpan },
            clock
        );

    public IChannel Of(ChannelSettings settings) =>
        settings.Kind switch
        {
            ChannelKind.Webhook => new WebhookChannel(WebFor(settings), settings.Url, settings.Secret!, _clock),
            ChannelKind.Slack => new SlackChannel(WebFor(settings), settings.Url),
            ChannelKind.Teams => new TeamsChannel(WebFor(settings), settings.Url),
            ChannelKind.Email => new EmailChannel(settings),
            ChannelKind.Sns => new SnsChannel(new TopicClient(_web, _clock), settings.Url.Reveal()),
            _ => new SyslogChannel(settings),
        };

    /// <summary>A message with all its attempts.</summary>
    public Task<Delivery> SendAsync(ChannelSettings settings, Message message, Patience patience, CancellationToken cancellationToken) =>
        new Sending(patience, _clock, new Random().NextDouble).SendAsync(Of(settings), message, cancellationToken);

    private WebClient WebFor(ChannelSettings settings) => new(new Uri(settings.Url.Reveal()).IsLoopback ? _loopback : _web, _clock);

    public void Dispose()
    {
        _web.Dispose();
        _loopback.Dispose();
    }
}
