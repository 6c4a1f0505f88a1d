using Microsoft.AspNetCore.Components;
using Shield.Operating.Faults;

namespace Shield.Console.Live;

/// <summary>A page that reads what it shows when it opens, when its address changes, and when something happened.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _end = new();

    [Inject]
    private Changes Changes { get; set; } = null!;

    [Inject]
    private ConsoleParts Surroundings { get; set; } = null!;

    /// <summary>Why it could not be read; null where it was.</summary>
    protected string? Fault { get; private set; }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task ReadAsync(CancellationToken cancellationToken);

    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            Changes.Happened += OnHappened;
        }
    }

    protected override Task OnParametersSetAsync() => RefreshAsync();

    protected async Task RefreshAsync()
    {
        try
        {
            await ReadAsync(_end.Token);
            Fault = null;
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        catch (Exception fault)
        {
            // The edge of a page: what was shown before stays, under the sentence that says why it is old.
            Fault = Readings.Sentence(fault) ?? $"This page could not be read: {UnexpectedFault.Sentence(fault)}.";
            Surroundings.Note($"console: {Fault}");
        }
    }

    public void Dispose()
    {
        Changes.Happened -= OnHappened;
        _end.Cancel();
        _end.Dispose();
        GC.SuppressFinalize(this);
    }

    private void OnHappened() =>
        _ = InvokeAsync(async () =>
        {
            await RefreshAsync();
            StateHasChanged();
        });
}
