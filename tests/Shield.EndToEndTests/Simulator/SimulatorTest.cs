using Shield.PceSimulator;

namespace Shield.EndToEndTests.Simulator;

/// <summary>
/// A simulated PCE for each test. Whatever a test sends and gets must be valid under Illumio's own schemas, unless the simulator
/// refused it.
/// </summary>
public abstract class SimulatorTest : IAsyncLifetime
{
    protected SimulatedPce Pce { get; private set; } = null!;

    protected PceHands Admin { get; private set; } = null!;

    protected virtual SimulatorOptions Options => PceHands.Options;

    public virtual async ValueTask InitializeAsync()
    {
        Pce = await SimulatedPce.StartAsync(Options, TestContext.Current.CancellationToken);
        Admin = new PceHands(Pce);
    }

    public virtual async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Pce.DisposeAsync();
        if (PceSchemas.TryLoad() is { } schemas)
        {
            Assert.Empty(Pce.Calls.Where(call => call.Status < 300).SelectMany(schemas.Validate));
        }

        GC.SuppressFinalize(this);
    }
}
