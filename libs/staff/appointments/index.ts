// Roles given by one person and confirmed by another.
export { plainName } from './appointment-message.js';
export { Appointments, type AppointmentView } from './appointments.js';
