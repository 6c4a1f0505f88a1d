namespace Shield.EndToEndTests.Pce;

/// <summary>The network below the client: passes everything on, except where a test breaks it.</summary>
public sealed class UnreliableWire : DelegatingHandler
{
    private enum Fate
    {
        Passes,
        AnswerIsLost,
        NeverArrives,
    }

    private readonly Queue<(string Method, Fate Fate)> _fates = new();
    private int _underway;

    public UnreliableWire()
        : base(new SocketsHttpHandler { AllowAutoRedirect = false }) { }

    /// <summary>Every request as it was sent, lost ones too.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>Requests that are underway: while one is, no test should move its clock by accident.</summary>
    public int Underway => Volatile.Read(ref _underway);

    /// <summary>Called with each request before it goes.</summary>
    public Action<HttpRequestMessage>? BeforeEach { get; set; }

    /// <summary>What somebody else does before the request goes.</summary>
    public Func<HttpRequestMessage, Task>? Meanwhile { get; set; }

    /// <summary>Answers in the PCE's stead, where it gives an answer; is handed the body.</summary>
    public Func<HttpRequestMessage, string, HttpResponseMessage?>? Instead { get; set; }

    /// <summary>What the PCE's clock shows; null: what it does show.</summary>
    public TimeProvider? ClockOfPce { get; set; }

    /// <summary>The next request by that method is lost: itself, or only its answer.</summary>
    public void Lose(string method, bool arrives) => _fates.Enqueue((method, arrives ? Fate.AnswerIsLost : Fate.NeverArrives));

    /// <summary>Everything goes through again.</summary>
    public void Heal() => _fates.Clear();

    /// <summary>The next request by that method goes through.</summary>
    public void Pass(string method) => _fates.Enqueue((method, Fate.Passes));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
        BeforeEach?.Invoke(request);
        cancellationToken.ThrowIfCancellationRequested();
        await (Meanwhile?.Invoke(request) ?? Task.CompletedTask);
        if (Instead?.Invoke(request, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)) is { } told)
        {
            told.RequestMessage = request;
            return told;
        }

        var fate = _fates.TryPeek(out var next) && next.Method == request.Method.Method ? _fates.Dequeue().Fate : Fate.Passes;
        var answer = fate is Fate.NeverArrives ? null : await PassOnAsync(request, cancellationToken);
        if (fate is Fate.Passes)
        {
            return answer!;
        }

        answer?.Dispose();
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "the connection was reset");
    }

    private async Task<HttpResponseMessage> PassOnAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _underway);
        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            answer.Headers.Date = ClockOfPce?.GetUtcNow() ?? answer.Headers.Date;
            return answer;
        }
        finally
        {
            Interlocked.Decrement(ref _underway);
        }
    }
}
