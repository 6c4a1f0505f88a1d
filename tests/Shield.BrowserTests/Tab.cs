using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Shield.BrowserTests;

/// <summary>A page in a browser of its own, and what the browser had to say against it.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<string> _elsewhere = new();

    public Tab(IBrowserContext context, IPage page, Uri home)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is var url && url.Authority != home.Authority)
            {
                _elsewhere.Enqueue(request.Url);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings: against the Content-Security-Policy, a fault in a script, an answer that failed.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Requests to another host.</summary>
    public IReadOnlyCollection<string> Elsewhere => _elsewhere;

    /// <summary>Waits until the page is live: what was drawn before the socket was there does nothing yet.</summary>
    public Task LiveAsync() => Page.WaitForFunctionAsync("() => document.querySelector('[data-live=true]') !== null");

    /// <summary>What axe finds that is serious or critical, a line each.</summary>
    public async Task<IReadOnlyList<string>> AxeAsync() =>
        [
            .. from violation in (await Page.RunAxe()).Violations
            where violation.Impact is "serious" or "critical"
            from node in violation.Nodes
            select $"{violation.Id}: {node.Html}",
        ];

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
